using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations;

/// <summary>What the clients send that are known to encrypt over KMIP.</summary>
public sealed class CipherClients : IDisposable
{
    private readonly CipherFixture _cipher = new();
    private readonly byte[] _data = new byte[96];

    public CipherClients() => new Random(11).NextBytes(_data);

    [Fact]
    public async Task Libmongocrypt_gets_a_16_byte_iv_for_its_96_byte_key()
    {
        DispatcherFixture server = _cipher.Server;
        UniqueIdentifier id = (await server.Send(KmipVersion.V1_2, Requests.Aes())).UniqueIdentifier;
        await server.Send(KmipVersion.V1_0, new ActivateRequest { UniqueIdentifier = id });
        CryptographicParameters parameters = CipherFixture.Mode(BlockCipherMode.CBC, PaddingMethod.PKCS5, randomIV: true);
        parameters.CryptographicAlgorithm = CryptographicAlgorithm.AES;

        EncryptResponse encrypted = await _cipher.Encrypt(id, _data, parameters, version: KmipVersion.V1_2);

        Assert.Equal(id, encrypted.UniqueIdentifier);
        Assert.Equal(112, encrypted.Data!.Length);
        Assert.Equal(16, encrypted.IVCounterNonce!.Length);
        Assert.Equal(_data, await _cipher.Decrypt(id, encrypted.Data, parameters, encrypted.IVCounterNonce, version: KmipVersion.V1_2));
    }

    [Fact]
    public async Task MongoDB_audit_log_gets_cbc_with_padding_and_an_iv_without_naming_parameters()
    {
        UniqueIdentifier id = await _cipher.KeyAsync(new byte[32]);

        EncryptResponse encrypted = await _cipher.Encrypt(id, _data, version: KmipVersion.V1_2);

        Assert.Equal(112, encrypted.Data!.Length);
        Assert.Equal(16, encrypted.IVCounterNonce!.Length);
        Assert.Equal(_data, await _cipher.Decrypt(id, encrypted.Data, iv: encrypted.IVCounterNonce, version: KmipVersion.V1_2));
        Assert.Equal(_data, await _cipher.Decrypt(
            id, encrypted.Data, CipherFixture.Mode(BlockCipherMode.CBC, PaddingMethod.PKCS5), encrypted.IVCounterNonce));
    }

    [Fact]
    public async Task Ceph_brings_its_own_iv_which_is_not_sent_back()
    {
        UniqueIdentifier id = await _cipher.KeyAsync(new byte[32]);
        byte[] iv = _data[..16];
        CryptographicParameters parameters = CipherFixture.Mode(BlockCipherMode.CBC, PaddingMethod.PKCS5);

        EncryptResponse encrypted = await _cipher.Encrypt(id, [.. iv, .. _data], parameters, iv);

        Assert.Null(encrypted.IVCounterNonce);

        // It keeps only the answer: its first block stands in for the initialization vector of the rest.
        Assert.Equal(_data, await _cipher.Decrypt(id, encrypted.Data![16..], parameters, encrypted.Data[..16]));
    }

    [Fact]
    public async Task Clients_that_leave_the_iv_to_the_server_without_asking_for_a_random_one_get_it()
    {
        UniqueIdentifier id = await _cipher.KeyAsync(new byte[32]);
        CryptographicParameters parameters = CipherFixture.Mode(BlockCipherMode.CBC, PaddingMethod.PKCS5);

        EncryptResponse first = await _cipher.Encrypt(id, _data, parameters);
        EncryptResponse second = await _cipher.Encrypt(id, _data, parameters);

        Assert.NotEqual(first.IVCounterNonce, second.IVCounterNonce);
        Assert.Equal(_data, await _cipher.Decrypt(id, second.Data!, parameters, second.IVCounterNonce));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(96)]
    public async Task OpenBao_gets_gcm_with_lengths_in_bytes_and_others_with_lengths_in_bits(int ivLength)
    {
        UniqueIdentifier id = await _cipher.KeyAsync(new byte[32]);
        CryptographicParameters parameters = CipherFixture.Mode(BlockCipherMode.GCM, tagLength: 16, randomIV: true);
        parameters.IVLength = ivLength;

        EncryptResponse encrypted = await _cipher.Encrypt(id, _data, parameters);

        Assert.Equal(12, encrypted.IVCounterNonce!.Length);
        Assert.Equal(16, encrypted.AuthenticatedEncryptionTag!.Length);
        Assert.Equal(_data, await _cipher.Decrypt(id, encrypted.Data!, parameters, encrypted.IVCounterNonce, tag: encrypted.AuthenticatedEncryptionTag));
    }

    [Fact]
    public async Task Couchbase_binds_additional_data()
    {
        UniqueIdentifier id = await _cipher.KeyAsync(new byte[32]);
        CryptographicParameters parameters = CipherFixture.Mode(BlockCipherMode.GCM, tagLength: 16);

        EncryptResponse encrypted = await _cipher.Encrypt(id, _data, parameters, _data[..12], [1, 2]);

        Assert.Equal(_data, await _cipher.Decrypt(id, encrypted.Data!, parameters, _data[..12], [1, 2], encrypted.AuthenticatedEncryptionTag));
        ResponseBatchItem failed = await _cipher.FailDecrypt(id, encrypted.Data!, parameters, _data[..12], [1, 3], encrypted.AuthenticatedEncryptionTag);
        Assert.Equal(ResultReason.CryptographicFailure, failed.ResultReason);
    }

    [Fact]
    public async Task The_parameters_of_the_key_are_used_where_the_request_has_none()
    {
        CryptographicParameters own = CipherFixture.Mode(BlockCipherMode.ECB, PaddingMethod.None);
        UniqueIdentifier id = await _cipher.KeyAsync(
            Convert.FromHexString("0123456789abcdef0123456789abcdef"), new KmipAttribute(KmipTag.CryptographicParameters, AttributeValue.Structure(own)));

        EncryptResponse encrypted = await _cipher.Encrypt(id, Convert.FromHexString("01020304050607080910111213141516"));

        Assert.Equal("d9bcce11b0b437b90239552df3a360c9", Convert.ToHexStringLower(encrypted.Data!));
        Assert.Null(encrypted.IVCounterNonce);
    }

    public void Dispose() => _cipher.Dispose();
}
