using System.Text.Json;

namespace Kmip.Interop.Tests.Support;

/// <summary>
/// A start of <c>kmip-proxy</c> that must fail, at the most verbose level: with its exit code and one clear error, and without a secret in anything that was
/// written or a certificate left behind.
/// </summary>
internal static class FailedStart
{
    /// <summary>Starts and checks.</summary>
    /// <param name="snapshot">What is served, and where nothing secret may be but in the intended files.</param>
    /// <param name="format">text or json.</param>
    /// <param name="arguments">All options but the log's.</param>
    /// <param name="canaries">The secrets.</param>
    /// <param name="intended">The files that hold secrets.</param>
    /// <param name="environment">More variables.</param>
    /// <returns>The exit code and the last error.</returns>
    public static async Task<(int ExitCode, string Error)> RunAsync(
        Snapshot snapshot, string format, string[] arguments, Canary[] canaries, string[] intended, Dictionary<string, string?>? environment = null)
    {
        (int code, string output, string error) = await ProxyProcess.RunAsync(["--logLevel", "trace", "--logFormat", format, .. arguments], environment);

        Canary.AssertAbsent(canaries, output + error, snapshot.Folder, [.. intended, snapshot.LocalKeyFile]);
        Assert.Empty(Directory.GetFiles(snapshot.Folder, "kmip*.pem", SearchOption.AllDirectories));
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("FAKE-AWS-VENDOR-TEXT", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("kmip-proxy listens", output, StringComparison.Ordinal);
        return (code, LastError(format, error));
    }

    /// <summary>Errors stand on standard error, each in one line.</summary>
    private static string LastError(string format, string error)
    {
        string line = error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        if (format == "text")
        {
            Assert.StartsWith("kmip-proxy: error: ", line, StringComparison.Ordinal);
            return line;
        }

        using JsonDocument document = JsonDocument.Parse(line);
        Assert.Equal("error", document.RootElement.GetProperty("level").GetString());
        return document.RootElement.GetProperty("message").GetString()!;
    }
}
