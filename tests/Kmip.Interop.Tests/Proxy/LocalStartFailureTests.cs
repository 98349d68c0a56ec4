using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Kmip.Interop.Tests.Support;
using Kmip.KeyProviders;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>A proxy that cannot start for reasons of this machine ends with the documented exit code and one line that says why.</summary>
public sealed class LocalStartFailureTests
{
    public static TheoryData<string> Formats => ["text", "json"];

    [Theory]
    [MemberData(nameof(Formats))]
    [Trait("Abuse", "A87")]
    public async Task A_missing_directory_ends_with_3_and_is_not_created(string format)
    {
        using Snapshot snapshot = new();
        string missing = snapshot.Beside("no such db");

        (int code, string error) = await FailedStart.RunAsync(
            snapshot, format, ["-dbpath", missing, "-kmipPort", "0", .. snapshot.LocalProvider], Secrets(snapshot), []);

        Assert.True(code == 3, $"exit code {code}: {error}");
        Assert.Contains(missing, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(missing));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    [Trait("Abuse", "A97")]
    public async Task A_port_in_use_ends_with_2_and_is_named(string format)
    {
        using Snapshot snapshot = new();
        byte[] key = await snapshot.AddKeyAsync("k1", snapshot.LocalProvider);
        using Socket taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        string port = ((IPEndPoint)taken.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);

        (int code, string error) = await FailedStart.RunAsync(
            snapshot, format, ["-dbpath", snapshot.DatabasePath, "-kmipPort", port], [.. Secrets(snapshot), new("the master key", key)], []);

        Assert.True(code == 2, $"exit code {code}: {error}");
        Assert.Contains($"port {port}", error, StringComparison.Ordinal);
        Assert.Contains("in use", error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    [Trait("Abuse", "A90")]
    public async Task A_local_key_file_of_another_snapshot_ends_with_6(string format)
    {
        using Snapshot snapshot = new();
        byte[] key = await snapshot.AddKeyAsync("k1", snapshot.LocalProvider);
        string other = snapshot.Beside("other.key");
        LocalKeyProvider.CreateKeyFile(other);

        (int code, string error) = await FailedStart.RunAsync(
            snapshot, format, ["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", "--localKeyFile", other],
            [.. Secrets(snapshot), new("the master key", key), LocalKey("the other local key", other)], [other]);

        Assert.True(code == 6, $"exit code {code}: {error}");
        Assert.Contains("k1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_proxy_on_the_same_dbpath_ends_with_9()
    {
        using Snapshot snapshot = new();
        await snapshot.AddKeyAsync("k1", snapshot.LocalProvider);
        await using ProxyProcess first = await ProxyProcess.ServeAsync(snapshot.DatabasePath, []);

        (int code, _, string error) = await ProxyProcess.RunAsync(["-dbpath", snapshot.DatabasePath, "-kmipPort", "0"]);

        Assert.True(code == 9, $"exit code {code}: {error}");
        Assert.False(first.Program.HasExited);
    }

    private static Canary[] Secrets(Snapshot snapshot) => [LocalKey("the local key", snapshot.LocalKeyFile)];

    /// <summary>The key file holds base64.</summary>
    private static Canary LocalKey(string name, string file) => new(name, Convert.FromBase64String(Encoding.ASCII.GetString(File.ReadAllBytes(file)).Trim()));
}
