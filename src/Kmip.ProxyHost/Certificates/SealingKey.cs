using System.Security.Cryptography;
using Kmip.ProxyHost.Keys;

namespace Kmip.ProxyHost.Certificates;

/// <summary>What the server's private key is sealed under for the next start, and the identifier of the master key it hangs on.</summary>
internal readonly record struct SealingKey(string KeyId, MasterKey Key)
{
    /// <summary>
    /// The sealing key of a master key. It is derived (HKDF-SHA-256) and kept while the proxy runs, since certificates may have to be renewed: the master key
    /// does not follow from it, so that a client's Destroy leaves no copy of the key behind.
    /// </summary>
    public static SealingKey Of(string keyId, ReadOnlySpan<byte> masterKey)
    {
        Span<byte> derived = stackalloc byte[SHA256.HashSizeInBytes];
        try
        {
            HKDF.DeriveKey(HashAlgorithmName.SHA256, masterKey, derived, salt: [], "kmip-proxy sealing key, format 1"u8);
            return new SealingKey(keyId, new MasterKey(derived));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }
    }
}
