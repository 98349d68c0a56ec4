using System.Net.Sockets;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Serving;

/// <summary>How a serving process ends.</summary>
[Trait("Abuse", "A110")]
public sealed class SignalTests
{
    private static readonly string[] Certificates = ["kmipCA.pem", "kmipClient.pem", "kmipIdentity.sealed"];

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_signal_stops_in_order_and_the_certificates_stay_for_the_next_start(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals of Unix");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, []);

        await proxy.SignalAsync(signal);

        Assert.Equal(0, await proxy.WaitForExitAsync());
        Assert.Equal("", proxy.Program.Error);
        Assert.EndsWith("stopping\n", proxy.Program.Output, StringComparison.Ordinal);
        Assert.All(Certificates, name => Assert.True(File.Exists(Path.Combine(snapshot.DatabasePath, name)), name));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Ephemeral_certificates_are_removed_at_a_clean_end(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals of Unix");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, ["--ephemeral"]);
        Assert.True(File.Exists(Path.Combine(snapshot.DatabasePath, "kmipClient.pem")));

        await proxy.SignalAsync(signal);

        Assert.Equal(0, await proxy.WaitForExitAsync());
        Assert.Equal(["cloudProviderCredentials"], Directory.GetFileSystemEntries(snapshot.DatabasePath).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_second_interrupt_does_not_wait_for_the_orderly_stop()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals of Unix");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, []);

        // A connection in its handshake keeps the orderly stop waiting for the drain timeout.
        using TcpClient silent = new();
        await silent.ConnectAsync("127.0.0.1", proxy.Port, TestContext.Current.CancellationToken);
        await proxy.SignalAsync("INT");
        await proxy.WaitForAsync("stopping");
        await proxy.SignalAsync("INT");

        Assert.Equal(130, await proxy.WaitForExitAsync());
    }

    [Fact]
    public async Task A_signal_that_was_ignored_from_the_start_stays_ignored()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/nohup"), "needs Linux and nohup");
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        await using ProxyProcess proxy = ProxyProcess.Start(snapshot.DatabasePath, [], through: ["/usr/bin/nohup"]);
        await proxy.WaitForAsync("kmip-proxy listens on");

        // The masks of the process tell what waiting for nothing to happen could not: SIGHUP (bit 0) is ignored and not caught.
        Assert.Equal((true, false), (HasHangUp(proxy.Program.Id, "SigIgn:"), HasHangUp(proxy.Program.Id, "SigCgt:")));
        await proxy.SignalAsync("HUP");
        await proxy.SignalAsync("TERM");
        Assert.Equal(0, await proxy.WaitForExitAsync());
    }

    [Fact]
    public async Task A_stop_before_it_serves_says_so()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();
        using StringWriter output = new();
        using StringWriter error = new();

        ExitCode code = await ProxyProgram.RunAsync(
            ["-dbpath", snapshot.DatabasePath, "-kmipPort", "0"], new ProxyHost.Files.PhysicalFileSystem(), static _ => null, TimeProvider.System,
            new ProxyHost.Keys.KeyProviderFactory(), output, error, stop.Token);

        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Equal($"kmip-proxy: error: stopped before it served{Environment.NewLine}", error.ToString());
    }

    private static bool HasHangUp(int process, string label)
    {
        string line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith(label, StringComparison.Ordinal));
        return (Convert.ToUInt64(line[label.Length..].Trim(), 16) & 1) != 0;
    }
}
