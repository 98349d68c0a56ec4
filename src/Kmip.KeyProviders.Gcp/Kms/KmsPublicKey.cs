using System.Security.Cryptography;

namespace Kmip.KeyProviders.Gcp;

/// <summary>The public half of an asymmetric key of Cloud KMS with its padding.</summary>
internal sealed class KmsPublicKey
{
    private readonly byte[] _publicKey;
    private readonly RSAEncryptionPadding _padding;

    private KmsPublicKey(byte[] publicKey, RSAEncryptionPadding padding) => (_publicKey, _padding) = (publicKey, padding);

    /// <summary>Reads what the service answered.</summary>
    /// <exception cref="KeyProviderException">KeyUsageForbidden: the key does not decrypt with RSA-OAEP; Unavailable: it is no key.</exception>
    public static KmsPublicKey From(string pem, string? algorithm)
    {
        RSAEncryptionPadding padding = algorithm switch
        {
            { } name when !name.StartsWith("RSA_DECRYPT_OAEP_", StringComparison.Ordinal) => throw Unusable(),
            { } name when name.EndsWith("_SHA1", StringComparison.Ordinal) => RSAEncryptionPadding.OaepSHA1,
            { } name when name.EndsWith("_SHA256", StringComparison.Ordinal) => RSAEncryptionPadding.OaepSHA256,
            { } name when name.EndsWith("_SHA512", StringComparison.Ordinal) => RSAEncryptionPadding.OaepSHA512,
            _ => throw Unusable(),
        };
        using RSA rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return new KmsPublicKey(rsa.ExportSubjectPublicKeyInfo(), padding);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw GcpFailures.NotAnAnswer(GcpService.Kms);
        }
    }

    /// <summary>Encrypts a data key.</summary>
    /// <exception cref="KeyProviderException">InvalidConfiguration: it is longer than the key can hold.</exception>
    public byte[] Encrypt(ReadOnlySpan<byte> dataKey)
    {
        using RSA rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(_publicKey, out _);
        int hash = _padding == RSAEncryptionPadding.OaepSHA1 ? 20 : _padding == RSAEncryptionPadding.OaepSHA256 ? 32 : 64;
        int longest = (rsa.KeySize / 8) - (2 * hash) - 2;
        return dataKey.Length <= longest ? rsa.Encrypt(dataKey, _padding) : throw GcpOptionChecks.Invalid(
            $"The asymmetric Cloud KMS key can wrap at most {longest} bytes.", "Use a symmetric key, which wraps more.");
    }

    private static KeyProviderException Unusable() => new(KeyProviderError.KeyUsageForbidden, "The Cloud KMS key does not decrypt with RSA-OAEP.")
    {
        Remedy = "Use a key with the purpose ASYMMETRIC_DECRYPT.",
    };
}
