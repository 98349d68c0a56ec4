namespace Kmip.KeyProviders.Contract;

/// <summary>
/// What every <see cref="IKeyProvider"/> promises. A provider's tests derive this class and say how to make two providers with different keys;
/// the facts come along. See also the parts about damage, limits and secrets.
/// </summary>
public abstract partial class KeyProviderContract
{
    /// <summary>Which key a provider is to have.</summary>
    protected enum ContractKey
    {
        /// <summary>The key most facts use.</summary>
        First,

        /// <summary>Another key of the same kind, whose provider must not open what the first one wrapped.</summary>
        Second,
    }

    /// <summary>Texts that must never appear in what a provider prints: keys, secrets, tokens.</summary>
    protected abstract IReadOnlyList<string> Secrets { get; }

    /// <summary>The longest data key this provider takes, in bytes: asymmetric keys hold less than the general limit.</summary>
    protected virtual int LongestDataKey => KeyProviderLimits.MaximumDataKeyLength;

    /// <summary>A working provider. The derived class ends what it made.</summary>
    protected abstract ValueTask<IKeyProvider> CreateAsync(ContractKey key);

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(1024)]
    [InlineData(KeyProviderLimits.MaximumDataKeyLength)]
    public async Task What_was_wrapped_unwraps_to_the_same_bytes(int length)
    {
        Assert.SkipWhen(length > LongestDataKey, "This provider's keys hold less.");
        IKeyProvider provider = await CreateAsync(ContractKey.First);
        byte[] dataKey = DataKey(length);
        byte[] wrapped = await provider.WrapAsync(dataKey, CancellationToken.None);
        Assert.InRange(wrapped.Length, 1, KeyProviderLimits.MaximumWrappedLength);

        byte[] destination = new byte[length];
        int written = await provider.UnwrapAsync(wrapped, destination, CancellationToken.None);

        Assert.Equal(length, written);
        Assert.Equal(dataKey, destination);
    }

    [Fact]
    public async Task Wrapping_does_not_change_the_data_key_and_is_never_the_same_twice()
    {
        IKeyProvider provider = await CreateAsync(ContractKey.First);
        byte[] dataKey = DataKey(32);
        byte[] first = await provider.WrapAsync(dataKey, CancellationToken.None);
        byte[] second = await provider.WrapAsync(dataKey, CancellationToken.None);

        Assert.Equal(DataKey(32), dataKey);
        Assert.NotEqual(first, second);
        Assert.True(first.AsSpan().IndexOf(dataKey) < 0, "The data key stands in the wrapped bytes.");
    }

    [Fact]
    public async Task Unwrapping_writes_no_more_than_the_key_and_does_not_change_the_wrapped_bytes()
    {
        IKeyProvider provider = await CreateAsync(ContractKey.First);
        byte[] wrapped = await provider.WrapAsync(DataKey(32), CancellationToken.None);
        byte[] copy = [.. wrapped];
        byte[] destination = new byte[100];
        destination.AsSpan().Fill(0xEE);

        Assert.Equal(32, await provider.UnwrapAsync(wrapped, destination, CancellationToken.None));

        Assert.Equal(DataKey(32), destination[..32]);
        Assert.All(destination[32..], b => Assert.Equal(0xEE, b));
        Assert.Equal(copy, wrapped);
    }

    [Fact]
    public async Task Another_instance_with_the_same_key_unwraps()
    {
        byte[] wrapped = await (await CreateAsync(ContractKey.First)).WrapAsync(DataKey(32), CancellationToken.None);
        byte[] destination = new byte[32];
        Assert.Equal(32, await (await CreateAsync(ContractKey.First)).UnwrapAsync(wrapped, destination, CancellationToken.None));
        Assert.Equal(DataKey(32), destination);
    }

    [Fact]
    public async Task Two_hundred_concurrent_cold_calls_all_succeed()
    {
        byte[] wrapped = await (await CreateAsync(ContractKey.First)).WrapAsync(DataKey(32), CancellationToken.None);
        IKeyProvider cold = await CreateAsync(ContractKey.First);

        async Task<byte[]> UnwrapAsync()
        {
            byte[] destination = new byte[32];
            Assert.Equal(32, await cold.UnwrapAsync(wrapped, destination, CancellationToken.None));
            return destination;
        }

        byte[][] keys = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => UnwrapAsync()));
        Assert.All(keys, key => Assert.Equal(DataKey(32), key));
    }

    [Fact]
    public async Task A_cancelled_call_is_a_cancellation_and_no_failure_of_the_provider()
    {
        IKeyProvider provider = await CreateAsync(ContractKey.First);
        byte[] wrapped = await provider.WrapAsync(DataKey(32), CancellationToken.None);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await provider.WrapAsync(DataKey(32), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await provider.UnwrapAsync(wrapped, new byte[32], cancelled));
    }

    /// <summary>A data key whose bytes differ from each other and from zero, the same each time.</summary>
    protected static byte[] DataKey(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 37 % 251) + 1))];

    /// <summary>The failure of an unwrap; the destination must be left as it was or zeroed.</summary>
    protected static async Task<KeyProviderException> UnwrapFailsAsync(IKeyProvider provider, ReadOnlyMemory<byte> wrapped, int destinationLength = 32)
    {
        byte[] destination = new byte[destinationLength];
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(
            async () => await provider.UnwrapAsync(wrapped, destination, CancellationToken.None));
        Assert.All(destination, b => Assert.Equal(0, b));
        return failure;
    }
}
