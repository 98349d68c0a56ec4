using System.Text.Json.Nodes;
using Kmip.FakeGcp.Faults;
using Kmip.FakeGcp.Kms;
using Kmip.FakeGcp.Tokens;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Gcp;

/// <summary>What goes wrong with a key of Google Cloud KMS: the exit code, the reason, what would help, and never a secret.</summary>
public sealed class GcpFailureTests(GcpCloud cloud) : IClassFixture<GcpCloud>
{
    [Theory]
    [InlineData("denied", ExitCode.Credentials, "lack the permission", "--gcpServiceAccountFile")]
    [InlineData("deleted account", ExitCode.Credentials, "refused the cloud credentials", "gcloud auth application-default login")]
    [InlineData("role", ExitCode.Credentials, "lack the permission", "only Atlas can use")]
    [InlineData("disabled", ExitCode.Key, "disabled", "Enable the version")]
    [InlineData("destroyed", ExitCode.Key, "is destroyed", "gone for good")]
    [InlineData("unknown key", ExitCode.Key, "knows no such key", "--gcpKeyName")]
    [InlineData("key of another", ExitCode.Key, "cannot decrypt the wrapped key", "names the key that wrapped it")]
    [InlineData("no name", ExitCode.Credentials, "No Cloud KMS key was named", "--gcpKeyName")]
    [InlineData("name of no key", ExitCode.Credentials, "does not look like one", "--gcpKeyName")]
    [InlineData("unavailable", ExitCode.Cloud, "reported a failure of its own", "--gcpEndpointUrl")]
    [InlineData("damaged", ExitCode.Key, "checksum", "The key was not used")]
    public async Task A_failure_has_its_exit_code_its_reason_and_its_remedy(string what, object code, string reason, string remedy)
    {
        using TestSnapshot snapshot = new();
        FakeKey key = cloud.Server.Kms.CreateKey(Guid.NewGuid().ToString("N"));
        FakeServiceAccount account = cloud.Server.Tokens.CreateAccount("a" + Guid.NewGuid().ToString("N"), what is "denied" or "role" ? ["encrypt"] : []);
        await cloud.AddKeyAsync(snapshot, "k1", new byte[32], with: key, change: fields => Change(what, fields));
        Spoil(what, key, account);
        try
        {
            ProxyRun run = await ProxyRun.RunAsync(
                ["check", "-dbpath", snapshot.DatabasePath, "--logLevel", "trace", "--gcpServiceAccountFile", cloud.WriteAccount(snapshot, account), .. cloud.Endpoints]);

            Assert.Equal(code, run.ExitCode);
            foreach (string expected in (string[])["key k1 (", "k1.gcp.metadata", "option --gcpServiceAccountFile", reason, remedy])
            {
                Assert.Contains(expected, run.Error, StringComparison.OrdinalIgnoreCase);
            }

            cloud.AssertNothingSecret(run.All);
            Assert.DoesNotContain(account.PrivateKey.Split('\n')[3], run.All, StringComparison.Ordinal);
        }
        finally
        {
            cloud.Server.Faults.Clear();
        }
    }

    [Fact]
    public async Task Serving_ends_where_no_key_opens_and_says_why()
    {
        using TestSnapshot snapshot = new();
        await cloud.AddKeyAsync(snapshot, "k1", new byte[32], change: static fields => fields["encryptedKey"] = Convert.ToBase64String(new byte[80]));

        ProxyRun run = await ProxyRun.RunAsync(
            ["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", "--gcpServiceAccountFile", cloud.WriteAccount(snapshot), .. cloud.Endpoints]);

        Assert.Equal((ExitCode.Key, ""), (run.ExitCode, run.Output));
        Assert.Contains("field encryptedKey, the .key file, or --wrappedKey", run.Error, StringComparison.Ordinal);
    }

    private static void Change(string what, JsonObject fields)
    {
        switch (what)
        {
            case "role":
                fields["roleId"] = "5f0c";
                break;
            case "unknown key":
                fields["keyVersionResourceID"] = "projects/p/locations/l/keyRings/r/cryptoKeys/none";
                break;
            case "no name":
                fields.Remove("keyVersionResourceID");
                break;
            case "name of no key":
                fields["keyVersionResourceID"] = "projects/p/../../x";
                break;
        }
    }

    private void Spoil(string what, FakeKey key, FakeServiceAccount account)
    {
        switch (what)
        {
            case "deleted account":
                account.IsEnabled = false;
                break;
            case "disabled":
                key.Versions[0].State = "DISABLED";
                break;
            case "destroyed":
                key.Versions[0].State = "DESTROYED";
                break;
            case "key of another":
                cloud.Server.Kms.CreateKey(key.Name[(key.Name.LastIndexOf('/') + 1)..]);
                break;
            case "unavailable":
                cloud.Server.Faults.Add(Fault.Error("UNAVAILABLE", 503));
                break;
            case "damaged":
                cloud.Server.Faults.Add(new Fault(FaultKind.WrongChecksum));
                break;
        }
    }
}
