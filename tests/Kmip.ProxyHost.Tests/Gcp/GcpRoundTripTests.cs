using System.Security.Cryptography;
using Kmip.Client;
using Kmip.FakeGcp.Kms;
using Kmip.Protocol;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Gcp;

/// <summary>Keys of Google Cloud KMS the whole way: added, checked, served, fetched, alone and beside keys of others.</summary>
public sealed class GcpRoundTripTests(GcpCloud cloud) : IClassFixture<GcpCloud>
{
    [Fact]
    public async Task A_key_that_was_added_is_checked_served_and_fetched_and_its_file_has_no_credentials()
    {
        using TestSnapshot snapshot = new();
        string account = cloud.WriteAccount(snapshot);
        byte[] key = RandomNumberGenerator.GetBytes(32);
        string file = snapshot.Beside("master");
        File.WriteAllBytes(file, key);
        string[] credentials = ["--gcpServiceAccountFile", account, .. cloud.Endpoints];

        ProxyRun added = await ProxyRun.RunAsync(
            ["add-key", "-dbpath", snapshot.DatabasePath, "-cloudProvider", "gcp", "--gcpKeyName", cloud.Key.Name, "--keyId", "k1", "--masterKeyFile", file,
                "--logLevel", "trace", .. credentials]);
        Assert.Equal((ExitCode.Success, ""), (added.ExitCode, added.Error));
        string metadata = File.ReadAllText(snapshot.Layout.MetadataPath("k1", CloudProvider.Gcp));
        Assert.Contains($"\"keyVersionResourceID\": \"{cloud.Key.Name}\"", metadata, StringComparison.Ordinal);
        cloud.AssertNothingSecret(metadata + added.All);
        Assert.DoesNotContain("account", metadata, StringComparison.OrdinalIgnoreCase);

        ProxyRun opened = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath, "--logLevel", "trace", .. credentials]);
        Assert.Equal((ExitCode.Success, ""), (opened.ExitCode, opened.Error));
        Assert.Contains(
            "key k1 (gcp) opened; serviceAccountKey from option --gcpServiceAccountFile, keyVersionResourceID from metadata field keyVersionResourceID, "
            + "wrapped key from metadata field encryptedKey", opened.Output, StringComparison.Ordinal);
        cloud.AssertNothingSecret(opened.All);

        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, ["--logLevel", "trace", .. credentials]);
        Assert.Equal(key, await run.GetKeyAsync("k1"));
        cloud.AssertNothingSecret(run.Output + run.Error);
    }

    [Fact]
    public async Task The_version_in_the_metadata_is_left_out_of_the_request_and_a_rotated_key_still_opens()
    {
        using TestSnapshot snapshot = new();
        FakeKey rotated = cloud.Server.Kms.CreateKey("rotated");
        await cloud.AddKeyAsync(snapshot, "k1", new byte[32], with: rotated);
        rotated.Rotate();
        cloud.Server.Requests.Clear();

        ProxyRun run = await ProxyRun.RunAsync(["check", "-dbpath", snapshot.DatabasePath, "--gcpServiceAccountFile", cloud.WriteAccount(snapshot), .. cloud.Endpoints]);

        Assert.Equal((ExitCode.Success, ""), (run.ExitCode, run.Error));
        Assert.Equal(["/token", $"/v1/{rotated.Name}:decrypt"], cloud.Server.Requests.Select(static request => request.Path).Distinct());
    }

    [Fact]
    public async Task Keys_of_Google_Cloud_and_of_a_key_file_are_served_together_and_one_that_fails_does_not_disturb()
    {
        using TestSnapshot snapshot = new();
        byte[] local = snapshot.AddKey("local1");
        byte[] google = RandomNumberGenerator.GetBytes(32);
        await cloud.AddKeyAsync(snapshot, "google1", google);
        await cloud.AddKeyAsync(snapshot, "lost", new byte[32], change: static fields => fields["keyVersionResourceID"] = "projects/p/locations/l/keyRings/r/cryptoKeys/none");

        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, ["--gcpServiceAccountFile", cloud.WriteAccount(snapshot), .. cloud.Endpoints]);

        Assert.Equal(local, await run.GetKeyAsync("local1"));
        Assert.Equal(google, await run.GetKeyAsync("google1"));
        await Assert.ThrowsAsync<KmipOperationFailedException>(() => run.GetKeyAsync("lost"));
        Assert.StartsWith("kmip-proxy: warning: key lost (", run.Error, StringComparison.Ordinal);
        cloud.AssertNothingSecret(run.Output + run.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_made_by_a_client_is_wrapped_by_Cloud_KMS_and_there_after_a_restart(bool named)
    {
        using TestSnapshot snapshot = new();
        string[] credentials = ["--gcpServiceAccountFile", cloud.WriteAccount(snapshot), .. cloud.Endpoints];
        if (!named)
        {
            await cloud.AddKeyAsync(snapshot, "first", new byte[32]); // its metadata names the wrapping key
        }

        string id;
        byte[] key;
        string[] options = named ? ["-cloudProvider", "gcp", "--gcpKeyName", cloud.Key.Name] : [];
        await using (ServingRun first = await ServingRun.StartAsync(snapshot.DatabasePath, ["--allowNewKeys", .. options, .. credentials]))
        {
            await using KmipClient client = await first.ConnectAsync();
            CreateResponse created = await client.SendAsync(
                new CreateRequest
                {
                    ObjectType = ObjectType.SymmetricKey,
                    Attributes = new AttributeList
                    {
                        CryptographicAlgorithm = CryptographicAlgorithm.AES,
                        CryptographicLength = 256,
                        CryptographicUsageMask = CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt,
                    },
                },
                TestContext.Current.CancellationToken);
            id = created.UniqueIdentifier.ToString()!;
            key = await first.GetKeyAsync(id);
        }

        cloud.AssertNothingSecret(File.ReadAllText(snapshot.Layout.MetadataPath(id, CloudProvider.Gcp)));
        await using ServingRun second = await ServingRun.StartAsync(snapshot.DatabasePath, credentials);
        Assert.Equal(key, await second.GetKeyAsync(id));
    }

    [Theory]
    [InlineData(ExitCode.Usage, "-kmipPort", "0", "--allowNewKeys")]
    [InlineData(ExitCode.Credentials, "add-key")]
    public async Task Without_the_name_of_the_wrapping_key_nothing_is_wrapped(object code, params string[] command)
    {
        using TestSnapshot snapshot = new();
        string[] options = ["-dbpath", snapshot.DatabasePath, "-cloudProvider", "gcp", "--gcpServiceAccountFile", cloud.WriteAccount(snapshot), .. cloud.Endpoints];

        ProxyRun run = await ProxyRun.RunAsync([.. command, .. options]);

        Assert.Equal((code, ""), (run.ExitCode, run.Output));
        Assert.Contains("--gcpKeyName", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(snapshot.Layout.CredentialsDirectory));
    }
}
