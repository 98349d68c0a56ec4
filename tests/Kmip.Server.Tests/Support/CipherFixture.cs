using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Support;

/// <summary>A dispatcher with keys to encrypt with.</summary>
public sealed class CipherFixture : IDisposable
{
    public const CryptographicUsageMask Both = CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt;

    /// <summary>The versions that have Encrypt and Decrypt, for theories.</summary>
    public static TheoryData<int, int> Versions { get; } =
        new(KmipVersion.Supported.Where(version => version >= KmipVersion.V1_2).Select(version => (version.Major, version.Minor)));

    public DispatcherFixture Server { get; } = new();

    public static CryptographicParameters Mode(BlockCipherMode mode, PaddingMethod? padding = null, int? tagLength = null, bool? randomIV = null) =>
        new() { BlockCipherMode = mode, PaddingMethod = padding, TagLength = tagLength, RandomIV = randomIV };

    public static KmipAttribute ActiveSince(DateTimeOffset date) => new(KmipTag.ActivationDate, AttributeValue.DateTime(date));

    /// <summary>Registers an AES key that is active.</summary>
    public async Task<UniqueIdentifier> KeyAsync(byte[] key, params IEnumerable<KmipAttribute> more) =>
        (await Server.Send(KmipVersion.V2_1, Requests.RawKey(key, [ActiveSince(Server.Clock.GetUtcNow().AddHours(-1)), .. more]))).UniqueIdentifier;

    public Task<EncryptResponse> Encrypt(
        UniqueIdentifier id, byte[] data, CryptographicParameters? parameters = null, byte[]? iv = null, byte[]? aad = null, KmipVersion? version = null) =>
        Server.Send(version ?? KmipVersion.V1_4, EncryptRequest(id, data, parameters, iv, aad));

    public Task<ResponseBatchItem> FailEncrypt(
        UniqueIdentifier id, byte[] data, CryptographicParameters? parameters = null, byte[]? iv = null, byte[]? aad = null, KmipVersion? version = null) =>
        Server.Fail(version ?? KmipVersion.V2_1, EncryptRequest(id, data, parameters, iv, aad));

    /// <summary>The plaintext, or the failure.</summary>
    public async Task<byte[]> Decrypt(
        UniqueIdentifier id, byte[] data, CryptographicParameters? parameters = null, byte[]? iv = null, byte[]? aad = null, byte[]? tag = null,
        KmipVersion? version = null)
    {
        using DecryptResponse response = await Server.Send(version ?? KmipVersion.V1_4, DecryptRequest(id, data, parameters, iv, aad, tag));
        return response.Data!.Span.ToArray();
    }

    public Task<ResponseBatchItem> FailDecrypt(
        UniqueIdentifier id, byte[] data, CryptographicParameters? parameters = null, byte[]? iv = null, byte[]? aad = null, byte[]? tag = null,
        KmipVersion? version = null) =>
        Server.Fail(version ?? KmipVersion.V2_1, DecryptRequest(id, data, parameters, iv, aad, tag));

    public void Dispose() => Server.Dispose();

    public static EncryptRequest EncryptRequest(
        UniqueIdentifier? id, byte[] data, CryptographicParameters? parameters, byte[]? iv, byte[]? aad, bool init = false, bool final = false)
    {
        return new EncryptRequest
        {
            UniqueIdentifier = id,
            CryptographicParameters = parameters,
            Data = SecretBuffer.CopyOf(data),
            IVCounterNonce = iv,
            AuthenticatedEncryptionAdditionalData = aad,
            InitIndicator = init ? true : null,
            FinalIndicator = final ? true : null,
        };
    }

    public static DecryptRequest DecryptRequest(
        UniqueIdentifier? id, byte[] data, CryptographicParameters? parameters, byte[]? iv, byte[]? aad, byte[]? tag)
    {
        return new DecryptRequest
        {
            UniqueIdentifier = id,
            CryptographicParameters = parameters,
            Data = data,
            IVCounterNonce = iv,
            AuthenticatedEncryptionAdditionalData = aad,
            AuthenticatedEncryptionTag = tag,
        };
    }
}
