using System.Security.Cryptography;
using Kmip.FakeAzure.Vault;

namespace Kmip.KeyProviders.Azure.Tests.Fake;

/// <summary>Versions, algorithms and operations.</summary>
public sealed class AzureKeyTests(FakeAzureFixture fake) : IClassFixture<FakeAzureFixture>
{
    [Theory]
    [InlineData("RSA-OAEP", false, FakeKey.Rsa)]
    [InlineData("RSA-OAEP", true, FakeKey.Rsa)]
    [InlineData("RSA-OAEP-256", false, FakeKey.Rsa)]
    [InlineData("RSA-OAEP-256", true, FakeKey.Rsa)]
    [InlineData("A256GCM", false, FakeKey.Symmetric)]
    [InlineData("A256KW", true, FakeKey.Symmetric)]
    public async Task Each_algorithm_works_with_the_operations_that_know_it(string algorithm, bool wrapKey, string type)
    {
        FakeKey key = fake.Server.Vault.CreateKey($"{algorithm}-{wrapKey}", type);
        fake.Server.Requests.Clear();
        AzureKeyProvider provider = fake.Provider(key.Id, algorithm: algorithm, wrapKey: wrapKey);
        await FakeAzureFixture.WorksAsync(provider);
        string[] operations = wrapKey ? ["wrapkey", "unwrapkey"] : ["encrypt", "decrypt"];
        Assert.Equal(operations, fake.Server.Requests.Where(r => r.Service == "vault" && r.Body.Length > 0).Select(r => r.Path[(r.Path.LastIndexOf('/') + 1)..]));
        Assert.All(fake.Server.Requests.Where(r => r.Service == "vault"), r => Assert.Equal("?api-version=7.4", r.Query));
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        wrapped[^1] ^= 1;
        Assert.Equal(KeyProviderError.CiphertextRejected, (await fake.FailAsync(provider, wrapped)).Error);
    }

    [Fact]
    public async Task What_was_encrypted_with_the_public_key_elsewhere_is_unwrapped()
    {
        byte[] dataKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        byte[] wrapped = fake.Key.Versions[0].Rsa!.Encrypt(dataKey, RSAEncryptionPadding.OaepSHA1);
        byte[] destination = new byte[32];
        Assert.Equal(32, await fake.Provider().UnwrapAsync(wrapped, destination, CancellationToken.None));
        Assert.Equal(dataKey, destination);
    }

    [Fact]
    public async Task A_version_is_kept_and_without_one_the_current_is_used()
    {
        FakeKey key = fake.Server.Vault.CreateKey("rotated");
        string old = key.Id;
        AzureKeyProvider current = fake.Provider(key.BareId);
        byte[] wrapped = await current.WrapAsync(new byte[32], CancellationToken.None);
        key.Rotate();
        Assert.Equal(32, await fake.Provider(old).UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
        Assert.Equal(KeyProviderError.CiphertextRejected, (await fake.FailAsync(current, wrapped)).Error);
        Assert.Contains(current.Warnings, w => w.Contains("no version", StringComparison.Ordinal));
        Assert.Empty(fake.Provider(old).Warnings);
    }
}
