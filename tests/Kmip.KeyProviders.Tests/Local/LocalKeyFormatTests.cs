using System.Security.Cryptography;
using System.Text;

namespace Kmip.KeyProviders.Tests.Local;

/// <summary>The wrapped bytes are as the reference documents them.</summary>
public sealed class LocalKeyFormatTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public async Task The_layout_is_the_documented_one()
    {
        using var provider = new LocalKeyProvider(Key);
        byte[] dataKey = RandomNumberGenerator.GetBytes(32);
        byte[] wrapped = await provider.WrapAsync(dataKey, CancellationToken.None);

        Assert.Equal(76, wrapped.Length);
        Assert.Equal("KMLK"u8.ToArray(), wrapped[..4]);
        Assert.Equal([1, 1, 0, 0], wrapped[4..8]);
        byte[] fingerprint = HMACSHA256.HashData(Key, Encoding.ASCII.GetBytes("kmip local key fingerprint v1"))[..8];
        Assert.Equal(fingerprint, wrapped[8..16]);
        Assert.Equal("local:" + Convert.ToHexStringLower(fingerprint), provider.KeyId);

        byte[] opened = new byte[32];
        using var aes = new AesGcm(Key, 16);
        aes.Decrypt(wrapped[16..28], wrapped[28..60], wrapped[60..], opened, wrapped[..16]);
        Assert.Equal(dataKey, opened);
    }

    [Fact]
    public async Task A_blob_of_the_first_release_still_opens()
    {
        // Made once with the key 00 01 .. 1f, the nonce a0 .. ab and the data key of 32 bytes 0x5a; it must open for ever.
        byte[] wrapped = Convert.FromHexString(FirstRelease);
        using var provider = new LocalKeyProvider(Key);
        byte[] dataKey = new byte[32];
        Assert.Equal(32, await provider.UnwrapAsync(wrapped, dataKey, CancellationToken.None));
        Assert.All(dataKey, b => Assert.Equal(0x5a, b));
    }

    [Fact]
    public async Task Another_version_and_another_key_are_named_in_the_failure()
    {
        using var provider = new LocalKeyProvider(Key);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        byte[] newer = [.. wrapped];
        newer[4] = 2;
        Assert.Contains("format version", (await FailAsync(provider, newer)).Message, StringComparison.Ordinal);

        using var other = new LocalKeyProvider(new byte[32]);
        string message = (await FailAsync(other, wrapped)).Message;
        Assert.Contains(provider.KeyId["local:".Length..], message, StringComparison.Ordinal);
        Assert.Contains(other.KeyId["local:".Length..], message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disposed_provider_refuses_and_a_wrong_key_length_too()
    {
        var provider = new LocalKeyProvider(Key);
        provider.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await provider.WrapAsync(new byte[32], CancellationToken.None));
        Assert.Throws<ArgumentException>(() => new LocalKeyProvider(new byte[31]));
    }

    private const string FirstRelease = "4b4d4c4b01010000c223bf7f7377c720a0a1a2a3a4a5a6a7a8a9aaabbc4226771f9158e5383fdd895d209a842af6034ac8ed1836c6547cdc25f12f5b9c3ff43f779a100e596a754b7d7f3e93";

    private static async Task<KeyProviderException> FailAsync(LocalKeyProvider provider, byte[] wrapped) =>
        await Assert.ThrowsAsync<KeyProviderException>(async () => await provider.UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
}
