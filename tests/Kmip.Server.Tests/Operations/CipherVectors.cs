using Kmip.Protocol;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Operations;

/// <summary>Known answers: SP 800-38A appendix F, and test case 4 of the GCM specification.</summary>
public sealed class CipherVectors : IDisposable
{
    private const string Key128 = "2b7e151628aed2a6abf7158809cf4f3c";
    private const string Key256 = "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4";
    private const string IV = "000102030405060708090a0b0c0d0e0f";
    private const string Counter = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
    private const string Plaintext =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";

    private readonly CipherFixture _cipher = new();

    [Theory]
    [InlineData(BlockCipherMode.ECB, Key128, null, "3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf43b1cd7f598ece23881b00e3ed0306887b0c785e27e8ad3f8223207104725dd4")]
    [InlineData(BlockCipherMode.CBC, Key128, IV, "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b273bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7")]
    [InlineData(BlockCipherMode.CBC, Key256, IV, "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b")]
    [InlineData(BlockCipherMode.CTR, Key128, Counter, "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee")]
    [InlineData(BlockCipherMode.CTR, Key256, Counter, "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c52b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6")]
    public async Task Block_modes_give_the_known_answers(BlockCipherMode mode, string key, string? iv, string ciphertext)
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Convert.FromHexString(key));
        byte[]? given = iv is null ? null : Convert.FromHexString(iv);

        EncryptResponse encrypted = await _cipher.Encrypt(id, Convert.FromHexString(Plaintext), CipherFixture.Mode(mode), given);

        Assert.Equal(ciphertext, Convert.ToHexStringLower(encrypted.Data!));
        Assert.Null(encrypted.IVCounterNonce);
        Assert.Null(encrypted.AuthenticatedEncryptionTag);
        Assert.Equal(Plaintext, Convert.ToHexStringLower(await _cipher.Decrypt(id, encrypted.Data!, CipherFixture.Mode(mode), given)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(1023)]
    [InlineData(1025)]
    [InlineData(5000)]
    public async Task Ctr_takes_any_length_and_its_start_does_not_depend_on_it(int length)
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Convert.FromHexString(Key256));
        byte[] plaintext = new byte[length];
        new Random(7).NextBytes(plaintext);
        byte[] counter = Convert.FromHexString("ffffffffffffffffffffffffffffffff");

        byte[] whole = (await _cipher.Encrypt(id, plaintext, CipherFixture.Mode(BlockCipherMode.CTR), counter)).Data!;
        byte[] rest = (await _cipher.Encrypt(id, plaintext.Length > 16 ? plaintext[16..] : [], CipherFixture.Mode(BlockCipherMode.CTR), new byte[16])).Data!;

        Assert.Equal(length, whole.Length);
        Assert.Equal(whole.Skip(16), rest);
        Assert.Equal(plaintext, await _cipher.Decrypt(id, whole, CipherFixture.Mode(BlockCipherMode.CTR), counter));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    public async Task Gcm_gives_the_known_answer(int major, int minor)
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Convert.FromHexString("feffe9928665731c6d6a8f9467308308"));
        byte[] plaintext = Convert.FromHexString(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        byte[] iv = Convert.FromHexString("cafebabefacedbaddecaf888");
        byte[] aad = Convert.FromHexString("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        KmipVersion version = new(major, minor);

        EncryptResponse encrypted = await _cipher.Encrypt(id, plaintext, CipherFixture.Mode(BlockCipherMode.GCM), iv, aad, version);

        Assert.Equal(
            "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
            Convert.ToHexStringLower(encrypted.Data!));
        Assert.Equal("5bc94fbc3221a5db94fae95ae7121a47", Convert.ToHexStringLower(encrypted.AuthenticatedEncryptionTag!));
        Assert.Null(encrypted.IVCounterNonce);
        Assert.Equal(plaintext, await _cipher.Decrypt(
            id, encrypted.Data!, CipherFixture.Mode(BlockCipherMode.GCM), iv, aad, encrypted.AuthenticatedEncryptionTag, version));
    }

    [Theory]
    [MemberData(nameof(CipherFixture.Versions), MemberType = typeof(CipherFixture))]
    public async Task Cbc_works_in_every_version_that_has_the_operations(int major, int minor)
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Convert.FromHexString(Key256));
        KmipVersion version = new(major, minor);

        EncryptResponse encrypted = await _cipher.Encrypt(id, [1, 2, 3], CipherFixture.Mode(BlockCipherMode.CBC, PaddingMethod.PKCS5, randomIV: true), version: version);

        Assert.Equal(16, encrypted.Data!.Length);
        Assert.Equal(16, encrypted.IVCounterNonce!.Length);
        Assert.Equal([1, 2, 3], await _cipher.Decrypt(
            id, encrypted.Data, CipherFixture.Mode(BlockCipherMode.CBC, PaddingMethod.PKCS5), encrypted.IVCounterNonce, version: version));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    public async Task Gcm_has_tags_of_12_to_16_bytes(int length)
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Convert.FromHexString(Key128));

        EncryptResponse encrypted = await _cipher.Encrypt(id, [1, 2, 3], CipherFixture.Mode(BlockCipherMode.GCM, tagLength: length));

        Assert.Equal(length, encrypted.AuthenticatedEncryptionTag!.Length);
        Assert.Equal(12, encrypted.IVCounterNonce!.Length);
        Assert.Equal([1, 2, 3], await _cipher.Decrypt(
            id, encrypted.Data!, CipherFixture.Mode(BlockCipherMode.GCM, tagLength: length), encrypted.IVCounterNonce, tag: encrypted.AuthenticatedEncryptionTag));
    }

    [Theory]
    [InlineData(BlockCipherMode.CBC)]
    [InlineData(BlockCipherMode.ECB)]
    public async Task Padded_data_of_every_length_comes_back(BlockCipherMode mode)
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Convert.FromHexString(Key128));
        CryptographicParameters parameters = CipherFixture.Mode(mode, PaddingMethod.PKCS5);
        byte[] all = new byte[49];
        new Random(5).NextBytes(all);
        for (int length = 0; length <= all.Length; length++)
        {
            EncryptResponse encrypted = await _cipher.Encrypt(id, all[..length], parameters);
            Assert.Equal((length / 16 * 16) + 16, encrypted.Data!.Length);
            Assert.Equal(all[..length], await _cipher.Decrypt(id, encrypted.Data, parameters, encrypted.IVCounterNonce));
        }
    }

    public void Dispose() => _cipher.Dispose();
}
