using Kmip.Client;
using Kmip.Protocol;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.ProxyHost.Tests.Serving;

/// <summary><c>--allowNewKeys</c>: a mongod that is encrypted through the proxy can be opened by the proxy.</summary>
public sealed class NewKeysTests
{
    [Fact]
    public async Task A_key_made_by_a_client_is_there_after_a_restart_without_the_option()
    {
        using TestSnapshot snapshot = new();
        string id;
        byte[] key;
        string[] options = ["-cloudProvider", "local", "--localKeyFile", snapshot.KeyFile, "--allowNewKeys"];
        await using (ServingRun first = await ServingRun.StartAsync(snapshot.DatabasePath, options))
        {
            Assert.Contains("To start mongod with a new key:", first.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("--kmipKeyIdentifier", first.Output, StringComparison.Ordinal);
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
            await client.SendAsync(new ActivateRequest { UniqueIdentifier = id }, TestContext.Current.CancellationToken);
            key = await first.GetKeyAsync(id);
            Assert.Equal(32, key.Length);
        }

        await using ServingRun second = await ServingRun.StartAsync(snapshot.DatabasePath, []);
        Assert.Equal(key, await second.GetKeyAsync(id));
        await using KmipClient reader = await second.ConnectAsync();
        GetAttributesResponse state = await reader.SendAsync(
            new GetAttributesRequest { UniqueIdentifier = id, AttributeReferences = [KmipTag.State] }, TestContext.Current.CancellationToken);
        Assert.Equal(State.Active, state.Attributes.State);
    }

    [Fact]
    [Trait("Abuse", "A88")]
    public async Task An_empty_dbpath_needs_to_know_who_wraps()
    {
        using TestSnapshot snapshot = new();

        ProxyRun run = await ProxyRun.RunAsync(["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", "--allowNewKeys"]);

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains("say who wraps new keys with -cloudProvider", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(snapshot.DatabasePath));
    }

    [Fact]
    public async Task Keys_present_that_do_not_open_are_the_end_even_where_new_ones_are_allowed()
    {
        using TestSnapshot snapshot = new();
        snapshot.WriteMetadata("a", CloudProvider.Local, $$"""{"keyFile":"{{snapshot.KeyFile}}","encryptedKey":"{{Convert.ToBase64String(new byte[60])}}"}""");

        ProxyRun run = await ProxyRun.RunAsync(["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", "--allowNewKeys"]);

        Assert.Equal(ExitCode.Key, run.ExitCode);
    }
}
