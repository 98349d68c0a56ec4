using System.Text.Json.Nodes;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Gcp;

/// <summary>Metadata that somebody else wrote: credentials that would run a program or lead elsewhere are refused, and no request leaves.</summary>
[Trait("Abuse", "A89")]
public sealed class GcpHostileMetadataTests(GcpCloud cloud) : IClassFixture<GcpCloud>
{
    private const string Canary = "canary-51f3";

    public static TheoryData<string, string> Changes => new()
    {
        { "token_uri", "https://evil.example/canary-51f3" },
        { "token_uri", "http://oauth2.googleapis.com/token" },
        { "token_uri", "https://oauth2.googleapis.com@evil.example/token" },
        { "token_uri", "https://169.254.169.254/token" },
        { "token_uri", "https://oauth2.googleapis.com:8443/token" },
        { "universe_domain", "evil.example" },
        { "client_email", "../../canary-51f3@y" },
        { "private_key", "canary-51f3" },
        { "type", "canary-51f3" },
    };

    public static TheoryData<string> Sources => new(
        """{"executable":{"command":"/usr/bin/touch MARKER"}}""",
        """{"executable":{"command":"/usr/bin/touch MARKER"},"file":"/etc/hostname"}""",
        """{"url":"https://evil.example/canary-51f3","headers":{"X":"canary-51f3"}}""",
        """{"url":"http://169.254.169.254/canary-51f3"}""",
        """{"file":"/etc/hostname"}""",
        """{"environment_id":"aws1","url":"https://evil.example/canary-51f3"}""",
        """{"environment_id":"aws1","regional_cred_verification_url":"https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15"}""",
        """{"certificate":{"use_default_certificate_config":true}}""");

    [Theory]
    [MemberData(nameof(Changes))]
    public Task A_service_account_with_an_address_of_its_own_is_refused(string field, string value) =>
        RefusedAsync(JsonNode.Parse(cloud.Account.KeyJson(json => json[field] = value))!);

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task An_external_account_is_refused_whatever_it_points_to(string source)
    {
        string marker = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        JsonObject json = new()
        {
            ["type"] = "external_account",
            ["audience"] = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
            ["subject_token_type"] = "urn:ietf:params:oauth:token-type:jwt",
            ["token_url"] = "https://sts.googleapis.com/v1/token",
            ["credential_source"] = JsonNode.Parse(source.Replace("MARKER", marker, StringComparison.Ordinal)),
        };

        await RefusedAsync(json);

        Assert.False(File.Exists(marker));
    }

    [Fact]
    public async Task A_program_is_not_run_for_a_file_of_the_operator_either()
    {
        using TestSnapshot snapshot = new();
        await cloud.AddKeyAsync(snapshot, "k1", new byte[32]);
        string file = cloud.WriteAccount(snapshot, json: """
            {"type":"external_account","audience":"//iam.googleapis.com/x","subject_token_type":"urn:ietf:params:oauth:token-type:jwt",
             "token_url":"https://sts.googleapis.com/v1/token","credential_source":{"executable":{"command":"/bin/true"}}}
            """);
        cloud.Server.Requests.Clear();

        ProxyRun run = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath, "--gcpServiceAccountFile", file, .. cloud.Endpoints]);

        Assert.Equal(ExitCode.Credentials, run.ExitCode);
        Assert.Contains("local program", run.Error, StringComparison.Ordinal);
        Assert.Empty(cloud.Server.Requests);
    }

    [Theory]
    [InlineData("\"" + Canary)]
    [InlineData("[\"canary-51f3\"]")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("{\"type\":\"service_account\",\"type\":\"canary-51f3\"}")]
    [InlineData("{\"type\":\"\\ud800canary-51f3\"}")]
    [InlineData("\"{}\"")]
    [InlineData("\"canary-51f3\"")]
    public async Task What_is_no_credential_is_refused(string json)
    {
        using TestSnapshot snapshot = new();
        snapshot.WriteMetadata("k1", CloudProvider.Gcp, $$"""{"keyVersionResourceID":"{{cloud.Key.Name}}","encryptedKey":"AAAA","serviceAccountKey":{{json}}}""");
        cloud.Server.Requests.Clear();

        ProxyRun run = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath, "--logLevel", "trace", .. cloud.Endpoints]);

        Assert.True(run.ExitCode is ExitCode.Metadata or ExitCode.Credentials, run.All);
        Assert.Contains("k1.gcp.metadata", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, run.All, StringComparison.Ordinal);
        Assert.Empty(cloud.Server.Requests);
    }

    private async Task RefusedAsync(JsonNode account)
    {
        using TestSnapshot snapshot = new();
        await cloud.AddKeyAsync(snapshot, "k1", new byte[32], account);
        cloud.Server.Requests.Clear();

        ProxyRun run = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath, "--logLevel", "trace", .. cloud.Endpoints]);

        Assert.Equal(ExitCode.Credentials, run.ExitCode);
        foreach (string expected in (string[])["k1.gcp.metadata", "The Google Cloud credentials", "metadata field serviceAccountKey", "--gcpServiceAccountFile"])
        {
            Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        }

        foreach (string hidden in (string[])[Canary, "evil", "169.254", "MARKER"])
        {
            Assert.DoesNotContain(hidden, run.All, StringComparison.Ordinal);
        }

        cloud.AssertNothingSecret(run.All);
        Assert.Empty(cloud.Server.Requests);
    }
}
