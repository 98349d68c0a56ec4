using System.Text.Json.Nodes;
using Kmip.FakeGcp.Tokens;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Gcp;

/// <summary>Every place that Google's credentials can come from opens a key, and <c>check</c> names it.</summary>
public sealed class GcpCredentialSourceTests(GcpCloud cloud) : IClassFixture<GcpCloud>
{
    [Theory]
    [InlineData("option", "serviceAccountKey from option --gcpServiceAccountFile")]
    [InlineData("KMIP_PROXY_GCP_SERVICE_ACCOUNT_FILE", "serviceAccountKey from environment KMIP_PROXY_GCP_SERVICE_ACCOUNT_FILE")]
    [InlineData("GOOGLE_APPLICATION_CREDENTIALS", "serviceAccountKey from environment GOOGLE_APPLICATION_CREDENTIALS")]
    [InlineData("text", "serviceAccountKey from metadata field serviceAccountKey")]
    [InlineData("object", "serviceAccountKey from metadata field serviceAccountKey")]
    public async Task A_service_account_from_each_place_opens_the_key(string place, string source)
    {
        using TestSnapshot snapshot = new();
        string file = cloud.WriteAccount(snapshot);
        JsonNode? stored = place switch
        {
            "text" => JsonValue.Create(cloud.Account.KeyJson()),
            "object" => JsonNode.Parse(cloud.Account.KeyJson()),
            _ => null,
        };
        await cloud.AddKeyAsync(snapshot, "k1", new byte[32], stored);
        string[] options = place == "option" ? ["--gcpServiceAccountFile", file] : [];
        Dictionary<string, string> environment = place.Contains('_', StringComparison.Ordinal) ? new() { [place] = file } : [];

        ProxyRun run = await ProxyRun.RunAsync(
            ["check", "-dbpath", snapshot.DatabasePath, "--logLevel", "trace", .. options, .. cloud.Endpoints], environment);
        ProxyRun inspected = await ProxyRun.RunAsync(["inspect", "-dbpath", snapshot.DatabasePath, .. options], environment);

        Assert.Equal((ExitCode.Success, ""), (run.ExitCode, run.Error));
        Assert.Contains("key k1 (gcp) opened; " + source, run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, inspected.ExitCode);
        Assert.Contains("with credentials " + source["serviceAccountKey ".Length..], inspected.Output, StringComparison.Ordinal);
        Assert.Contains(cloud.Key.Name, inspected.Output, StringComparison.Ordinal);
        cloud.AssertNothingSecret(run.All + inspected.All);
    }

    [Fact]
    [Trait("Abuse", "A89")]
    public async Task An_object_that_was_edited_by_hand_keeps_its_comments_and_trailing_comma()
    {
        using TestSnapshot snapshot = new();
        string wrapped = Convert.ToBase64String(await cloud.WrapAsync(new byte[32]));
        snapshot.WriteMetadata("k1", CloudProvider.Gcp,
            $$"""{"KeyVersionResourceId":"{{cloud.Key.Name}}","encryptedKey":"{{wrapped}}","SERVICEACCOUNTKEY":{{cloud.Account.KeyJson()[..^1]}}, /* mine */ }, }""");

        ProxyRun run = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath, .. cloud.Endpoints]);

        Assert.Equal((ExitCode.Success, ""), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("", "credentials from the Google Cloud default chain", "metadata")]
    [InlineData(".config/gcloud", "credentials from the Google Cloud default chain", "token")]
    public async Task A_role_of_Atlas_falls_back_to_the_default_chain_and_is_explained(string gcloud, string source, string service)
    {
        using TestSnapshot snapshot = new();
        await cloud.AddKeyAsync(snapshot, "k1", new byte[32], change: static fields => fields["roleId"] = "5f0c");
        string home = Directory.CreateDirectory(snapshot.Beside("home")).FullName;
        if (gcloud.Length > 0)
        {
            string folder = Directory.CreateDirectory(Path.Combine(home, gcloud)).FullName;
            File.WriteAllText(Path.Combine(folder, "application_default_credentials.json"), cloud.Account.KeyJson());
        }

        cloud.Server.Tokens.MachineAccount = cloud.Account;
        cloud.Server.Requests.Clear();

        (int code, string output, string error) = await ProxyProcess.RunAsync(
            ["check", "-dbpath", snapshot.DatabasePath, .. cloud.Endpoints],
            new() { ["HOME"] = home, ["APPDATA"] = home, ["CLOUDSDK_CONFIG"] = null, ["GOOGLE_APPLICATION_CREDENTIALS"] = null });

        Assert.True(code == 0, output + error);
        Assert.Contains(source, output, StringComparison.Ordinal);
        foreach (string word in (string[])["roleId", "default chain", "--gcpServiceAccountFile"])
        {
            Assert.Contains(word, error, StringComparison.Ordinal);
        }

        Assert.Equal([service, "kms"], AskedServices());
        cloud.AssertNothingSecret(output + error);
    }

    [Fact]
    [Trait("Abuse", "A123")]
    public async Task A_proxy_of_the_environment_is_ignored_with_a_warning()
    {
        using TestSnapshot snapshot = new();
        await cloud.AddKeyAsync(snapshot, "k1", new byte[32]);

        (int code, string output, string error) = await ProxyProcess.RunAsync(
            ["check", "-dbpath", snapshot.DatabasePath, "--gcpServiceAccountFile", cloud.WriteAccount(snapshot), .. cloud.Endpoints],
            new() { ["HTTP_PROXY"] = "http://user:CANARY@127.0.0.1:1", ["HTTPS_PROXY"] = "http://user:CANARY@127.0.0.1:1", ["NO_PROXY"] = null, ["no_proxy"] = null });

        Assert.True(code == 0, output + error);
        Assert.Contains("HTTPS_PROXY is set and ignored", error, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rights_of_another_service_account_are_used_where_the_option_says_so()
    {
        using TestSnapshot snapshot = new();
        FakeServiceAccount caller = cloud.Server.Tokens.CreateAccount("caller", "none");
        cloud.Account.Impersonators.Add(caller.Email);
        await cloud.AddKeyAsync(snapshot, "k1", new byte[32]);
        string[] arguments = ["check", "-dbpath", snapshot.DatabasePath, "--gcpServiceAccountFile", cloud.WriteAccount(snapshot, caller), .. cloud.Endpoints];

        ProxyRun itself = await ProxyRun.RunAsync(arguments);
        ProxyRun other = await ProxyRun.RunAsync([.. arguments, "--gcpImpersonateServiceAccount", cloud.Account.Email]);

        Assert.Equal(ExitCode.Credentials, itself.ExitCode);
        Assert.Equal((ExitCode.Success, ""), (other.ExitCode, other.Error));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_workload_identity_is_taken_from_a_file_of_the_operator_and_not_from_the_metadata(bool own)
    {
        using TestSnapshot snapshot = new();
        string token = snapshot.Beside("token");
        File.WriteAllText(token, "subject-1");
        cloud.Server.Tokens.Subjects["subject-1"] = cloud.Account;
        string json = new JsonObject
        {
            ["type"] = "external_account",
            ["audience"] = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
            ["subject_token_type"] = "urn:ietf:params:oauth:token-type:jwt",
            ["token_url"] = "https://sts.googleapis.com/v1/token",
            ["credential_source"] = new JsonObject { ["file"] = token },
        }.ToJsonString();
        await cloud.AddKeyAsync(snapshot, "k1", new byte[32], own ? null : JsonNode.Parse(json));
        string[] options = own ? ["--gcpServiceAccountFile", cloud.WriteAccount(snapshot, json: json)] : [];
        cloud.Server.Requests.Clear();

        ProxyRun run = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath, .. options, .. cloud.Endpoints]);

        Assert.Equal(own ? ExitCode.Success : ExitCode.Credentials, run.ExitCode);
        Assert.Equal(own ? ["sts", "kms"] : [], AskedServices());
    }

    /// <summary>Each once: on a busy machine an attempt may end early and be repeated.</summary>
    private IEnumerable<string> AskedServices() => cloud.Server.Requests.Select(static request => request.Service).Distinct();
}
