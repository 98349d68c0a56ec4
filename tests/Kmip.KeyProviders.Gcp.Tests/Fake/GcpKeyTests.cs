using Kmip.FakeGcp.Kms;

namespace Kmip.KeyProviders.Gcp.Tests.Fake;

/// <summary>Versions, asymmetric keys and additional authenticated data.</summary>
public sealed class GcpKeyTests(FakeGcpFixture fake) : IClassFixture<FakeGcpFixture>
{
    [Fact]
    public async Task A_version_is_left_out_to_decrypt_and_kept_to_encrypt()
    {
        FakeKey key = fake.Server.Kms.CreateKey("rotated");
        key.Rotate();
        fake.Server.Requests.Clear();
        GcpKeyProvider provider = fake.Provider(key.Name + "/cryptoKeyVersions/1");
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        Assert.Equal(32, await provider.UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
        Assert.Equal(
            [$"/v1/{key.Name}/cryptoKeyVersions/1:encrypt", $"/v1/{key.Name}:decrypt"],
            fake.Server.Requests.Where(r => r.Service == "kms").Select(r => r.Path));
        Assert.Equal(key.Name, provider.KeyId);
    }

    [Fact]
    public async Task Additional_authenticated_data_must_be_the_same()
    {
        byte[] wrapped = await fake.Provider(authenticated: [1, 2]).WrapAsync(new byte[32], CancellationToken.None);
        Assert.Equal(32, await fake.Provider(authenticated: [1, 2]).UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
        Assert.Equal(KeyProviderError.CiphertextRejected, (await FakeGcpFixture.FailAsync(fake.Provider(authenticated: [1, 3]), wrapped)).Error);
        Assert.Equal(KeyProviderError.CiphertextRejected, (await FakeGcpFixture.FailAsync(fake.Provider(), wrapped)).Error);
    }

    [Theory]
    [InlineData("RSA_DECRYPT_OAEP_2048_SHA1")]
    [InlineData("RSA_DECRYPT_OAEP_2048_SHA256")]
    [InlineData("RSA_DECRYPT_OAEP_4096_SHA512")]
    public async Task An_asymmetric_key_wraps_here_and_unwraps_there(string algorithm)
    {
        FakeKey key = fake.Server.Kms.CreateKey(algorithm, algorithm);
        GcpKeyProvider provider = fake.Provider(key.Name + "/cryptoKeyVersions/1", asymmetric: true);
        byte[] dataKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        byte[] wrapped = await provider.WrapAsync(dataKey, CancellationToken.None);
        byte[] destination = new byte[32];
        Assert.Equal(32, await provider.UnwrapAsync(wrapped, destination, CancellationToken.None));
        Assert.Equal(dataKey, destination);
        wrapped[10] ^= 1;
        Assert.Equal(KeyProviderError.CiphertextRejected, (await FakeGcpFixture.FailAsync(provider, wrapped)).Error);
        KeyProviderException tooLong = await Assert.ThrowsAsync<KeyProviderException>(async () => await provider.WrapAsync(new byte[500], CancellationToken.None));
        Assert.Equal(KeyProviderError.InvalidConfiguration, tooLong.Error);
    }
}
