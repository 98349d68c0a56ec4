namespace Kmip.KeyProviders.Contract;

/// <summary>Sizes at and beyond the limits.</summary>
public abstract partial class KeyProviderContract
{
    [Theory]
    [InlineData(0)]
    [InlineData(KeyProviderLimits.MaximumDataKeyLength + 1)]
    public async Task A_data_key_outside_the_limits_is_the_callers_mistake(int length)
    {
        IKeyProvider provider = await CreateAsync(ContractKey.First);
        await Assert.ThrowsAsync<ArgumentException>(async () => await provider.WrapAsync(new byte[length], CancellationToken.None));
    }

    [Fact]
    public async Task Wrapped_bytes_beyond_the_limit_are_rejected_without_an_attempt()
    {
        IKeyProvider provider = await CreateAsync(ContractKey.First);
        KeyProviderException failure = await UnwrapFailsAsync(provider, new byte[KeyProviderLimits.MaximumWrappedLength + 1]);
        Assert.Equal(KeyProviderError.CiphertextRejected, failure.Error);
        Assert.Equal(0, failure.Attempts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public async Task A_destination_that_is_too_small_gets_nothing(int length)
    {
        IKeyProvider provider = await CreateAsync(ContractKey.First);
        byte[] wrapped = await provider.WrapAsync(DataKey(32), CancellationToken.None);
        Assert.Equal(KeyProviderError.UnexpectedPlaintext, (await UnwrapFailsAsync(provider, wrapped, length)).Error);
    }
}
