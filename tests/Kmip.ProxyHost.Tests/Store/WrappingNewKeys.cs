using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Store;
using Kmip.ProxyHost.Tests.Support;
using Kmip.Server;

namespace Kmip.ProxyHost.Tests.Store;

/// <summary>Who wraps new keys, and what happens when that fails.</summary>
public sealed class WrappingNewKeys
{
    [Fact]
    public async Task The_one_provider_that_is_present_wraps_and_its_metadata_names_the_wrapping_key()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k");
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, readOnly: true, withKeyFile: false);

        using NewKeyWrapper wrapper = await OpenAsync(harness, snapshot);

        Assert.Equal(CloudProvider.Local, wrapper.Provider);
        Assert.Equal([new KeyValuePair<MetadataField, string?>(MetadataField.KeyFile, snapshot.KeyFile)], wrapper.Fields);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_keys_or_with_keys_of_several_providers_the_provider_must_be_named(bool several)
    {
        using TestSnapshot snapshot = new();
        if (several)
        {
            snapshot.AddKey("k");
            snapshot.WriteMetadata("g", CloudProvider.Gcp, "{}");
        }

        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, readOnly: true);

        ProxyException refused = await Assert.ThrowsAsync<ProxyException>(() => OpenAsync(harness, snapshot));

        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains("-cloudProvider", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWS_needs_the_name_of_the_wrapping_key()
    {
        using TestSnapshot snapshot = new();
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, readOnly: true, options: ["-cloudProvider", "aws", "-awsRegion", "us-east-1"]);

        ProxyException refused = await Assert.ThrowsAsync<ProxyException>(() => OpenAsync(harness, snapshot));

        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains("--awsKeyId", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrap_that_fails_leaves_nothing_and_the_store_goes_on()
    {
        using TestSnapshot snapshot = new();
        MoodyCloud cloud = new(snapshot.KeyFile);
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, providers: cloud);
        using SymmetricKey key = TestObjects.Aes(new byte[32]);

        cloud.Fails = true;
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(() => harness.AddAsync(TestObjects.Record("k", key), key));
        Assert.Equal(KeyProviderError.Throttled, failure.Error);
        Assert.Null(await harness.FindAsync("k"));
        Assert.False(Directory.Exists(snapshot.Layout.CredentialsDirectory));

        cloud.Fails = false;
        await harness.AddAsync(TestObjects.Record("k", key), key);
        Assert.Equal(TestObjects.Encode(key), await harness.GetAsync("k"));
        Assert.Equal(RetryPolicy.WhileClientWaits.Deadline, cloud.LastPolicy!.Deadline);
    }

    [Fact]
    public async Task A_commit_that_is_cancelled_before_it_begins_writes_nothing()
    {
        using TestSnapshot snapshot = new();
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot);
        using SymmetricKey key = TestObjects.Aes(new byte[32]);
        await using (IStoreTransaction transaction = await harness.Store.BeginAsync(StoreAccess.Write, TestContext.Current.CancellationToken))
        {
            await transaction.AddAsync(TestObjects.Record("k", key), key, TestContext.Current.CancellationToken);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transaction.CommitAsync(new CancellationToken(canceled: true)).AsTask());
        }

        Assert.Null(await harness.FindAsync("k"));
        Assert.False(Directory.Exists(snapshot.Layout.CredentialsDirectory));
    }

    [Fact]
    public async Task A_change_under_the_identifier_that_was_asked_for_goes_to_the_keys_own_file()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("present");
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, allowUidMismatch: true);

        await harness.UpdateAsync((await harness.FindAsync("asked"))!.In(State.Deactivated));

        Assert.Equal(["present.local.metadata"], Directory.GetFiles(snapshot.Layout.CredentialsDirectory).Select(Path.GetFileName));
        Assert.Equal((State.Deactivated, "asked"), ((await harness.FindAsync("asked"))!.State, (await harness.FindAsync("asked"))!.UniqueIdentifier));
        using StoreHarness next = await StoreHarness.OpenAsync(snapshot);
        Assert.Equal((State.Deactivated, "present"), ((await next.FindAsync("present"))!.State, (await next.FindAsync("present"))!.Attributes.UniqueIdentifier?.Text));
    }

    private static async Task<NewKeyWrapper> OpenAsync(StoreHarness harness, TestSnapshot snapshot)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        KeySelection selection = KeySelection.Read(harness.Context, snapshot.Layout, mayBeEmpty: true);
        IReadOnlyList<OpenedKey> opened = await new KeyOpener(harness.Context, snapshot.Layout).OpenAllAsync(selection, RetryPolicy.AtStart, cancellation);
        try
        {
            return await NewKeyWrapper.OpenAsync(harness.Context, opened, cancellation);
        }
        finally
        {
            foreach (OpenedKey key in opened)
            {
                key.Dispose();
            }
        }
    }

    /// <summary>A local key that can be told to fail.</summary>
    private sealed class MoodyCloud(string keyFile) : IKeyProviderFactory
    {
        public bool Fails { get; set; }

        public RetryPolicy? LastPolicy { get; private set; }

        public IKeyProvider Create(ProxyContext context, KeySettings settings, RetryPolicy policy)
        {
            LastPolicy = policy;
            return new Provider(this, LocalKeyProvider.FromKeyFile(keyFile));
        }

        private sealed class Provider(MoodyCloud cloud, LocalKeyProvider local) : IKeyProvider, IDisposable
        {
            public string KeyId => local.KeyId;

            public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken) => cloud.Fails
                ? throw new KeyProviderException(KeyProviderError.Throttled, "too many requests")
                : local.WrapAsync(dataKey, cancellationToken);

            public ValueTask<int> UnwrapAsync(ReadOnlyMemory<byte> wrapped, Memory<byte> destination, CancellationToken cancellationToken) =>
                local.UnwrapAsync(wrapped, destination, cancellationToken);

            public void Dispose() => local.Dispose();
        }
    }
}
