using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Tests.Support;
using Kmip.Server;

namespace Kmip.ProxyHost.Tests.Store;

/// <summary>A snapshot's keys as managed objects.</summary>
public sealed class SnapshotReading
{
    [Fact]
    public async Task A_key_is_an_active_AES_256_key_of_exactly_the_wrapped_bytes()
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k1");
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, readOnly: true);

        ManagedObjectRecord record = Assert.IsType<ManagedObjectRecord>(await harness.FindAsync("k1"));
        using SymmetricKey expected = TestObjects.Aes(key);

        Assert.Equal((ObjectType.SymmetricKey, State.Active, StoreHarness.Owner), (record.ObjectType, record.State, record.Owner));
        Assert.Equal("k1", record.Attributes.UniqueIdentifier?.Text);
        Assert.Equal((CryptographicAlgorithm.AES, 256), (record.Attributes.CryptographicAlgorithm, record.Attributes.CryptographicLength));
        Assert.Equal((CryptographicUsageMask)12, record.Attributes.CryptographicUsageMask);
        Assert.Null(record.Attributes.InitialDate);
        Assert.Equal(TestObjects.Encode(expected), await harness.GetAsync("k1"));
    }

    [Fact]
    public async Task Without_new_keys_every_change_is_refused_and_nothing_is_written()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, readOnly: true);
        ManagedObjectRecord record = (await harness.FindAsync("k1"))!;
        using SymmetricKey other = TestObjects.Aes(new byte[32]);
        byte[] before = File.ReadAllBytes(snapshot.Layout.MetadataPath("k1", CloudProvider.Local));

        foreach (Func<Task> change in (Func<Task>[])[
            () => harness.UpdateAsync(record.In(State.Deactivated)), () => harness.DestroyAsync(record), () => harness.AddAsync(TestObjects.Record("k2", other), other)])
        {
            StoreException refused = await Assert.ThrowsAsync<StoreException>(change);
            Assert.Equal(StoreError.ReadOnly, refused.Error);
            Assert.Contains("--allowNewKeys", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, File.ReadAllBytes(Assert.Single(Directory.GetFiles(snapshot.Layout.CredentialsDirectory))));
    }

    [Fact]
    public async Task An_unknown_identifier_is_not_found_and_the_operator_is_told_once_which_key_is_there()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("present");
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, readOnly: true);

        Assert.Null(await harness.FindAsync("asked\nfor"));
        Assert.Null(await harness.FindAsync("asked\nfor"));

        string line = Assert.Single(harness.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("asked?for", line, StringComparison.Ordinal);
        Assert.Contains("present", line, StringComparison.Ordinal);
        Assert.Contains("--allowUidMismatch", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_option_the_only_key_is_served_under_the_identifier_asked_for()
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("present");
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, readOnly: true, allowUidMismatch: true);
        using SymmetricKey expected = TestObjects.Aes(key);

        ManagedObjectRecord record = (await harness.FindAsync("asked"))!;

        Assert.Equal(("asked", "asked"), (record.UniqueIdentifier, record.Attributes.UniqueIdentifier?.Text));
        Assert.Equal(TestObjects.Encode(expected), await harness.GetAsync("asked"));
        Assert.Equal("present", (await harness.FindAsync("present"))!.UniqueIdentifier);
    }

    [Fact]
    public async Task With_two_keys_no_other_identifier_is_served()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("one");
        snapshot.AddKey("two");
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, readOnly: true, allowUidMismatch: true);

        Assert.Null(await harness.FindAsync("asked"));
        Assert.Null(await harness.GetAsync("asked"));
        Assert.Equal("", harness.Log);
    }

    [Fact]
    public async Task A_key_that_did_not_open_fails_with_a_reason_and_opens_once_its_cloud_is_back()
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k1");
        string hidden = snapshot.KeyFile + ".away";
        File.Move(snapshot.KeyFile, hidden);
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, readOnly: true);

        Assert.NotNull(await harness.FindAsync("k1"));
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(() => harness.GetAsync("k1"));
        File.Move(hidden, snapshot.KeyFile);
        using SymmetricKey expected = TestObjects.Aes(key);

        Assert.Equal(KeyProviderError.InvalidConfiguration, failure.Error);
        Assert.Equal(TestObjects.Encode(expected), await harness.GetAsync("k1"));
        Assert.Contains("is open now", harness.Log, StringComparison.Ordinal);
    }
}
