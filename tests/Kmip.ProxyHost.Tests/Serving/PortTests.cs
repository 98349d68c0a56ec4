using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Serving;

/// <summary>Where the proxy listens, and what it says where it cannot.</summary>
[Trait("Abuse", "A97")]
public sealed class PortTests
{
    [Theory]
    [InlineData("70000")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("0x10")]
    [InlineData(" 8080")]
    [InlineData("99999999999999999999")]
    public async Task A_port_that_is_none_is_a_usage_error(string port)
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");

        ProxyRun run = await ProxyRun.RunAsync(["-dbpath", snapshot.DatabasePath, "-kmipPort", port]);

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        Assert.Equal($"kmip-proxy: error: option -kmipPort must be a number from 0 to 65535 (see kmip-proxy --help){Environment.NewLine}", run.Error);
        AssertNothingWritten(snapshot);
    }

    [Fact]
    public async Task A_missing_port_is_a_usage_error_that_names_the_option()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");

        ProxyRun run = await ProxyRun.RunAsync(["-dbpath", snapshot.DatabasePath]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("option -kmipPort is missing", run.Error, StringComparison.Ordinal);
        AssertNothingWritten(snapshot);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("x")]
    public async Task A_wrong_mongod_port_is_a_usage_error(string port)
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");

        ProxyRun run = await ProxyRun.RunAsync(["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", "-mongodPort", port]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("option -mongodPort must be a number from 1 to 65535", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named_and_nothing_is_written()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        string port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        ProxyRun run = await ProxyRun.RunAsync(["-dbpath", snapshot.DatabasePath, "-kmipPort", port]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal(
            $"kmip-proxy: error: cannot listen on 127.0.0.1 port {port}: the port is in use: choose another, or 0 to have a free one chosen{Environment.NewLine}", run.Error);
        AssertNothingWritten(snapshot);
    }

    [Fact]
    public async Task A_privileged_port_is_refused_with_its_reason_to_a_user_who_may_not_have_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "needs Linux, root and setpriv");
        string first = File.ReadAllText("/proc/sys/net/ipv4/ip_unprivileged_port_start").Trim();
        Assert.SkipUnless(int.Parse(first, CultureInfo.InvariantCulture) > 80, "every user may have port 80 here");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        snapshot.OpenToOthers();

        (int code, string output, string error) = await ProxyProcess.RunAsync(
            ["-dbpath", snapshot.DatabasePath, "-kmipPort", "80"], through: ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"]);

        Assert.True(code == 2, $"{code}\n{output}{error}");
        Assert.Contains("cannot listen on 127.0.0.1 port 80: this user may not use it", error, StringComparison.Ordinal);
        AssertNothingWritten(snapshot);
    }

    [Fact]
    public async Task Port_0_prints_the_chosen_one_and_only_the_loopback_address_listens()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc/net/tcp");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, []);

        Assert.InRange(run.Port, 1, 65535);
        Assert.Equal(["0100007F"], ListeningAddresses("/proc/net/tcp", run.Port));
        Assert.Empty(ListeningAddresses("/proc/net/tcp6", run.Port));
    }

    /// <summary>The local addresses (hexadecimal, as the kernel writes them) of sockets in the state LISTEN (0A) on a port.</summary>
    private static string[] ListeningAddresses(string table, int port)
    {
        if (!File.Exists(table))
        {
            return [];
        }

        string suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return [.. File.ReadLines(table).Skip(1)
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns[3] == "0A" && columns[1].EndsWith(suffix, StringComparison.Ordinal))
            .Select(static columns => columns[1].Split(':')[0])];
    }

    private static void AssertNothingWritten(TestSnapshot snapshot) =>
        Assert.Equal(["cloudProviderCredentials"], Directory.GetFileSystemEntries(snapshot.DatabasePath).Select(Path.GetFileName));
}
