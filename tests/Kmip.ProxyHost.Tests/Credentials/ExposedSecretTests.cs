using Kmip.KeyProviders;
using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Credentials;

/// <summary>Secrets by every way into the program, at the most talkative level: nothing that is printed holds one.</summary>
public sealed class ExposedSecretTests
{
    private const string Canary = "CANARY0123456789CANARY0123456789CANARY01";

    [Theory]
    [Trait("Abuse", "A91")]
    [InlineData("option", "text", 2)]
    [InlineData("option", "json", 2)]
    [InlineData("environment", "text", 0)]
    [InlineData("file", "text", 0)]
    [InlineData("metadata", "json", 0)]
    public async Task A_secret_is_warned_of_on_the_command_line_and_printed_from_nowhere(string way, string format, int warnings)
    {
        using TestSnapshot snapshot = new();
        string file = snapshot.Beside("secret");
        File.WriteAllText(file, Canary);
        string stored = way == "metadata" ? $$""","secretAccessKey":"{{Canary}}","sessionToken":"{{Canary}}" """ : "";
        snapshot.WriteMetadata("k", CloudProvider.Aws, $$"""{"accessKeyId":"AKIAIOSFODNN7EXAMPLE","region":"us-east-1","encryptedKey":"AAAA"{{stored}}}""");
        string[] options = way switch
        {
            "option" => ["-awsSecretAccessKey", Canary, "--awsSessionToken=" + Canary],
            "file" => ["--awsSecretAccessKeyFile", file, "--awsSessionTokenFile", file],
            _ => [],
        };
        Dictionary<string, string> environment = way == "environment"
            ? new() { ["AWS_SECRET_ACCESS_KEY"] = Canary, ["AWS_SESSION_TOKEN"] = Canary }
            : [];
        RefusingFactory factory = new();

        ProxyRun run = await ProxyRun.RunAsync(
            ["check", "-dbpath", snapshot.DatabasePath, "--logLevel", "trace", "--logFormat", format, .. options], environment, providers: factory);

        Assert.Equal(Canary, factory.Secret);
        Assert.Equal(Canary, factory.Token);
        Assert.Equal(ExitCode.Credentials, run.ExitCode);
        Assert.Equal(warnings, run.Error.Split("puts a secret on the command line").Length - 1);
        Assert.DoesNotContain("CANARY", run.All, StringComparison.Ordinal);
    }

    private sealed class RefusingFactory : IKeyProviderFactory
    {
        public string? Secret { get; private set; }

        public string? Token { get; private set; }

        public IKeyProvider Create(ProxyContext context, KeySettings settings, RetryPolicy policy)
        {
            Secret = settings[MetadataField.SecretAccessKey];
            Token = settings[MetadataField.SessionToken];
            throw new KeyProviderException(KeyProviderError.AccessDenied, "refused");
        }
    }
}
