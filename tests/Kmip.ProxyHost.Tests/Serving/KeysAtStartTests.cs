using Kmip.Client;
using Kmip.Protocol;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Serving;

/// <summary>Every key is tried at the start: none usable is the end, some usable are served.</summary>
public sealed class KeysAtStartTests
{
    [Fact]
    [Trait("Abuse", "A115")]
    public async Task Keys_that_open_are_served_and_the_others_warned_about()
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k1");
        snapshot.WriteMetadata("broken", CloudProvider.Local, $$"""{"keyFile":"{{snapshot.KeyFile}}","encryptedKey":"{{Convert.ToBase64String(new byte[60])}}"}""");
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, []);

        Assert.Equal(key, await run.GetKeyAsync("k1"));
        Assert.StartsWith("kmip-proxy: warning: key broken (", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--kmipKeyIdentifier broken", run.Output, StringComparison.Ordinal);
        await Assert.ThrowsAsync<KmipOperationFailedException>(() => run.GetKeyAsync("broken"));
    }

    [Fact]
    [Trait("Abuse", "A115")]
    public async Task Without_a_key_that_opens_the_first_failure_is_the_end_and_each_has_its_line()
    {
        using TestSnapshot snapshot = new();
        snapshot.WriteMetadata("a", CloudProvider.Local, $$"""{"keyFile":"{{snapshot.KeyFile}}","encryptedKey":"{{Convert.ToBase64String(new byte[60])}}"}""");
        snapshot.WriteMetadata("b", CloudProvider.Local, "{");

        ProxyRun run = await ProxyRun.RunAsync(["-dbpath", snapshot.DatabasePath, "-kmipPort", "0"]);

        Assert.Equal((ExitCode.Key, ""), (run.ExitCode, run.Output));
        string[] lines = run.Error.TrimEnd().Split(Environment.NewLine);
        Assert.Equal(2, lines.Length);
        Assert.Contains("b.local.metadata", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("kmip-proxy: error: key a (", lines[1], StringComparison.Ordinal);
        Assert.Equal(["cloudProviderCredentials"], Directory.GetFileSystemEntries(snapshot.DatabasePath).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_in_files_of_two_providers_is_served_only_where_both_hold_the_same(bool same)
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k1");
        byte[] other = same ? key : System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
        snapshot.WriteMetadata("k1", CloudProvider.Aws, $$"""{"region":"us-east-1","encryptedKey":"{{Convert.ToBase64String(snapshot.Wrap(other))}}"}""");
        LocalProviders providers = new(snapshot.KeyFile);
        await using (ServingRun both = await ServingRun.StartAsync(snapshot.DatabasePath, [], providers: providers))
        {
            Assert.Contains("key k1 lies in several files", both.Error, StringComparison.Ordinal);
            if (same)
            {
                Assert.Equal(key, await both.GetKeyAsync("k1"));
                Assert.Equal(2, both.Output.Split("--kmipKeyIdentifier k1").Length - 1);
            }
            else
            {
                await Assert.ThrowsAsync<KmipOperationFailedException>(() => both.GetKeyAsync("k1"));
            }
        }

        await using ServingRun chosen = await ServingRun.StartAsync(snapshot.DatabasePath, ["-cloudProvider", "aws"], providers: providers);
        Assert.Equal(other, await chosen.GetKeyAsync("k1"));
    }

    [Fact]
    public async Task A_key_that_opens_later_is_served_when_it_is_asked_for()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        byte[] key = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
        string wrapped = Convert.ToBase64String(snapshot.Wrap(key));
        string late = snapshot.Beside("late.key");
        snapshot.WriteMetadata("k2", CloudProvider.Local, $$"""{"keyFile":"{{late}}","encryptedKey":"{{wrapped}}"}""");
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, []);
        Assert.Contains("It is tried again when a client asks for it.", run.Error, StringComparison.Ordinal);

        File.Copy(snapshot.KeyFile, late);

        Assert.Equal(key, await run.GetKeyAsync("k2"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_identifier_gets_the_only_key_only_where_the_option_allows_it(bool allowed)
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k1");
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, allowed ? ["--allowUidMismatch"] : []);

        if (allowed)
        {
            Assert.Equal(key, await run.GetKeyAsync("what-mongod-asks-for"));
        }
        else
        {
            KmipOperationFailedException failure = await Assert.ThrowsAsync<KmipOperationFailedException>(() => run.GetKeyAsync("what-mongod-asks-for"));
            Assert.Equal(ResultReason.ItemNotFound, failure.ResultReason);
        }

        Assert.Contains("--allowUidMismatch", run.Error, StringComparison.Ordinal);
        Assert.Contains("what-mongod-asks-for", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Among_several_keys_none_is_guessed_and_the_option_says_so()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        snapshot.AddKey("k2");
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, ["--allowUidMismatch"]);

        await Assert.ThrowsAsync<KmipOperationFailedException>(() => run.GetKeyAsync("what-mongod-asks-for"));
        Assert.Contains("--allowUidMismatch has no effect", run.Error, StringComparison.Ordinal);
    }
}
