using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Tests.Support;
using Kmip.Server;

namespace Kmip.ProxyHost.Tests.Store;

/// <summary>A key that did not open at start, asked for while the proxy serves.</summary>
public sealed class RetryingKeys
{
    [Fact]
    public async Task All_who_wait_for_a_key_share_one_attempt()
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k");
        SlowCloud cloud = new(snapshot.KeyFile);
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, readOnly: true, providers: cloud);
        int before = cloud.Calls;
        cloud.IsBack = true;

        Task<byte[]?>[] waiting = [.. Enumerable.Range(0, 20).Select(_ => harness.GetAsync("k"))];
        cloud.Answer.SetResult();
        byte[]?[] answers = await Task.WhenAll(waiting);

        using SymmetricKey expected = TestObjects.Aes(key);
        Assert.All(answers, answer => Assert.Equal(TestObjects.Encode(expected), answer));
        Assert.Equal(before + 1, cloud.Calls);
        Assert.Equal(RetryPolicy.WhileClientWaits.Deadline, cloud.LastPolicy!.Deadline);
        await harness.GetAsync("k");
        Assert.Equal(before + 1, cloud.Calls);
    }

    [Fact]
    public async Task A_client_that_gives_up_does_not_end_the_attempt_of_others()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k");
        SlowCloud cloud = new(snapshot.KeyFile);
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, readOnly: true, providers: cloud);
        cloud.IsBack = true;
        using CancellationTokenSource impatience = new();
        await using IStoreTransaction transaction = await harness.Store.BeginAsync(StoreAccess.Read, TestContext.Current.CancellationToken);

        Task impatient = transaction.GetObjectAsync("k", impatience.Token).AsTask();
        Task<byte[]?> patient = harness.GetAsync("k");
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        cloud.Answer.SetResult();

        Assert.NotNull(await patient);
    }

    [Fact]
    public async Task A_cloud_that_is_still_away_gives_the_reason_again_and_no_key()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k");
        SlowCloud cloud = new(snapshot.KeyFile);
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, readOnly: true, providers: cloud);

        foreach (int _ in Enumerable.Range(0, 2))
        {
            KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(() => harness.GetAsync("k"));
            Assert.Equal(KeyProviderError.Unavailable, failure.Error);
        }
    }

    [Fact]
    public async Task A_store_that_is_disposed_during_an_attempt_holds_no_key()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k");
        SlowCloud cloud = new(snapshot.KeyFile);
        StoreHarness harness = await StoreHarness.OpenAsync(snapshot, readOnly: true, providers: cloud);
        cloud.IsBack = true;
        Task<byte[]?> waiting = harness.GetAsync("k");
        harness.Dispose();
        cloud.Answer.SetResult();

        Exception? failure = await Record.ExceptionAsync(() => waiting);

        Assert.True(failure is OperationCanceledException || (failure is null && await waiting is null), failure?.ToString());
    }

    /// <summary>A cloud that is away at first; once it is back, it answers when it is told to.</summary>
    private sealed class SlowCloud(string keyFile) : IKeyProviderFactory
    {
        private int _calls;

        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string KeyFile => keyFile;

        public bool IsBack { get; set; }

        public int Calls => _calls;

        public RetryPolicy? LastPolicy { get; private set; }

        public IKeyProvider Create(ProxyContext context, KeySettings settings, RetryPolicy policy)
        {
            LastPolicy = policy;
            return new Provider(this);
        }

        private sealed class Provider(SlowCloud cloud) : IKeyProvider
        {
            public string KeyId => "";

            public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken) => throw new NotSupportedException();

            public async ValueTask<int> UnwrapAsync(ReadOnlyMemory<byte> wrapped, Memory<byte> destination, CancellationToken cancellationToken)
            {
                Interlocked.Increment(ref cloud._calls);
                if (!cloud.IsBack)
                {
                    throw new KeyProviderException(KeyProviderError.Unavailable, "The cloud is away.");
                }

                await cloud.Answer.Task.WaitAsync(cancellationToken);
                using LocalKeyProvider local = LocalKeyProvider.FromKeyFile(cloud.KeyFile);
                return await local.UnwrapAsync(wrapped, destination, cancellationToken);
            }
        }
    }
}
