namespace Kmip.KeyProviders.Contract;

/// <summary>Damaged, cut and foreign wrapped bytes.</summary>
public abstract partial class KeyProviderContract
{
    [Fact]
    [Trait("Abuse", "A115")]
    public async Task Each_flipped_byte_is_rejected()
    {
        IKeyProvider provider = await CreateAsync(ContractKey.First);
        byte[] wrapped = await provider.WrapAsync(DataKey(32), CancellationToken.None);
        for (int i = 0; i < wrapped.Length; i++)
        {
            byte[] damaged = [.. wrapped];
            damaged[i] ^= 0x01;
            KeyProviderException failure = await UnwrapFailsAsync(provider, damaged);
            Assert.True(failure.Error == KeyProviderError.CiphertextRejected, $"Byte {i}: {failure.Error}");
        }
    }

    [Fact]
    [Trait("Abuse", "A115")]
    public async Task Each_truncation_is_rejected()
    {
        IKeyProvider provider = await CreateAsync(ContractKey.First);
        byte[] wrapped = await provider.WrapAsync(DataKey(32), CancellationToken.None);
        for (int length = 0; length < wrapped.Length; length += length < 16 || length >= wrapped.Length - 40 ? 1 : 7)
        {
            KeyProviderException failure = await UnwrapFailsAsync(provider, wrapped.AsMemory(0, length));
            Assert.True(failure.Error == KeyProviderError.CiphertextRejected, $"Length {length}: {failure.Error}");
        }
    }

    [Fact]
    public async Task Appended_bytes_are_rejected()
    {
        IKeyProvider provider = await CreateAsync(ContractKey.First);
        byte[] wrapped = await provider.WrapAsync(DataKey(32), CancellationToken.None);
        Assert.Equal(KeyProviderError.CiphertextRejected, (await UnwrapFailsAsync(provider, (byte[])[.. wrapped, 0], 64)).Error);
    }

    [Fact]
    [Trait("Abuse", "A115")]
    public async Task Bytes_wrapped_with_another_key_are_rejected()
    {
        byte[] wrapped = await (await CreateAsync(ContractKey.First)).WrapAsync(DataKey(32), CancellationToken.None);
        KeyProviderException failure = await UnwrapFailsAsync(await CreateAsync(ContractKey.Second), wrapped);
        Assert.Equal(KeyProviderError.CiphertextRejected, failure.Error);
        Assert.NotNull(failure.Remedy);
    }

    [Fact]
    public async Task Bytes_nobody_wrapped_are_rejected()
    {
        IKeyProvider provider = await CreateAsync(ContractKey.First);
        Assert.Equal(KeyProviderError.CiphertextRejected, (await UnwrapFailsAsync(provider, DataKey(200), 200)).Error);
    }
}
