using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Storage;

/// <summary>A sealed object opens under its identifier, with its provider, unchanged; and in no other way.</summary>
public sealed class ObjectSealerTests : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(value => (byte)value)];

    private readonly SwitchableKeyProvider _provider = new();
    private readonly ObjectSealer _sealer;

    public ObjectSealerTests() => _sealer = new ObjectSealer(_provider);

    [Fact]
    public async Task What_was_sealed_opens_to_the_same_object()
    {
        byte[] bytes = await SealAsync("one");

        using StoredObject opened = await _sealer.OpenAsync("one", bytes, default);
        using ManagedObject key = opened.Decode();

        Assert.Equal(Key, key.FindKeyBlock()!.KeyValue!.Material!.Bytes!.Span.ToArray());
        Assert.Equal(KmipVersion.V2_1, opened.Version);
        Assert.Equal(-1, bytes.AsSpan().IndexOf(Key));
    }

    [Fact]
    public async Task Each_object_has_a_data_key_of_its_own()
    {
        byte[] first = await SealAsync("one");
        byte[] second = await SealAsync("one");

        Assert.Equal(first.Length, second.Length);
        Assert.NotEqual(first[^32..], second[^32..]);
    }

    [Theory]
    [InlineData("two")]
    [InlineData("on")]
    [InlineData("one ")]
    public async Task It_does_not_open_under_another_identifier(string identifier)
    {
        byte[] bytes = await SealAsync("one");

        await AssertDamagedAsync(identifier, bytes);
    }

    [Fact]
    public async Task No_byte_of_it_can_be_changed()
    {
        byte[] bytes = await SealAsync("one");
        for (int place = 0; place < bytes.Length; place++)
        {
            byte[] changed = [.. bytes];
            changed[place] ^= 0x01;

            // In the wrapped key it is the provider that finds the change.
            Exception? failure = await Record.ExceptionAsync(async () => (await _sealer.OpenAsync("one", changed, default)).Dispose());
            Assert.True(failure is StoreException { Error: StoreError.Failed } or KeyProviderException, $"Byte {place}: {failure}");
        }
    }

    [Fact]
    public async Task No_part_of_it_is_enough()
    {
        byte[] bytes = await SealAsync("one");
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] part = bytes[..length];
            Exception? failure = await Record.ExceptionAsync(async () => (await _sealer.OpenAsync("one", part, default)).Dispose());
            Assert.True(failure is StoreException { Error: StoreError.Failed } or KeyProviderException, $"Length {length}: {failure}");
        }
    }

    [Fact]
    public async Task Another_key_of_the_provider_does_not_open_it()
    {
        byte[] bytes = await SealAsync("one");
        _provider.Unwrapped = new byte[32];

        await AssertDamagedAsync("one", bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    public async Task A_data_key_of_another_length_is_not_used(int length)
    {
        byte[] bytes = await SealAsync("one");
        _provider.Unwrapped = new byte[length];

        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(async () => await _sealer.OpenAsync("one", bytes, default));
        Assert.Equal(KeyProviderError.UnexpectedPlaintext, failure.Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(KeyProviderLimits.MaximumWrappedLength + 1)]
    public async Task A_provider_that_breaks_its_contract_seals_nothing(int length)
    {
        _provider.Wrapped = new byte[length];

        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(() => SealAsync("one"));
        Assert.Equal(KeyProviderError.IntegrityCheckFailed, failure.Error);
    }

    [Fact]
    public async Task The_layout_is_the_documented_one()
    {
        _provider.Wrapped = [.. Enumerable.Repeat((byte)0xEE, 300)];
        byte[] bytes = await SealAsync("one");

        Assert.Equal([1, 2, 1, 300 >> 8, 300 & 0xFF], bytes[..5]);
        Assert.All(bytes[5..305], value => Assert.Equal(0xEE, value));
        using StoredObject content = Content();
        Assert.Equal(305 + 12 + 16 + content.Item.Length, bytes.Length);
    }

    public void Dispose() => _provider.Dispose();

    private static StoredObject Content()
    {
        using var key = (SymmetricKey)Requests.RawKey(Key).Object!;
        return StoredObject.From(key);
    }

    private async Task<byte[]> SealAsync(string identifier)
    {
        using StoredObject content = Content();
        return await _sealer.SealAsync(identifier, content, default);
    }

    private async Task AssertDamagedAsync(string identifier, byte[] bytes)
    {
        StoreException failure = await Assert.ThrowsAsync<StoreException>(async () => await _sealer.OpenAsync(identifier, bytes, default));
        Assert.Equal(StoreError.Failed, failure.Error);
    }
}
