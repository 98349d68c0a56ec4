using System.Security.Cryptography;
using Kmip.KeyProviders;

namespace CustomKeyProvider;

/// <summary>A key provider is three members. This one wraps data keys with RSA-OAEP under a private key from a PEM file.</summary>
public sealed class RsaKeyProvider : IKeyProvider, IDisposable
{
    private readonly RSA _key = RSA.Create();

    public RsaKeyProvider(string pemFile)
    {
        _key.ImportFromPem(File.ReadAllText(pemFile));
        KeyId = "rsa:" + Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));
    }

    public string KeyId { get; }

    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
    {
        KeyProviderLimits.ThrowIfNotWrappable(dataKey);
        return ValueTask.FromResult(_key.Encrypt(dataKey.Span, RSAEncryptionPadding.OaepSHA256));
    }

    public ValueTask<int> UnwrapAsync(ReadOnlyMemory<byte> wrapped, Memory<byte> destination, CancellationToken cancellationToken)
    {
        KeyProviderLimits.ThrowIfNotUnwrappable(wrapped);
        try
        {
            return _key.TryDecrypt(wrapped.Span, destination.Span, RSAEncryptionPadding.OaepSHA256, out int written)
                ? ValueTask.FromResult(written)
                : throw KeyProviderLimits.DestinationTooSmall(_key.GetMaxOutputSize(), destination.Length);
        }
        catch (CryptographicException)
        {
            // Every failure is a KeyProviderException: the server makes the right result reason of it.
            throw new KeyProviderException(KeyProviderError.CiphertextRejected, "The wrapped key was not wrapped under this RSA key.");
        }
    }

    public void Dispose() => _key.Dispose();
}
