using System.Security.Cryptography;

namespace Kmip.KeyProviders;

/// <summary>
/// The wrapped bytes of <see cref="LocalKeyProvider"/>. All of it is authenticated:
/// <list type="table">
/// <item><term>0, 4 bytes</term><description><c>KMLK</c> in ASCII</description></item>
/// <item><term>4, 1 byte</term><description>version: 1</description></item>
/// <item><term>5, 1 byte</term><description>algorithm: 1 = AES-256-GCM, 96-bit random nonce, 128-bit tag</description></item>
/// <item><term>6, 2 bytes</term><description>zero, reserved</description></item>
/// <item><term>8, 8 bytes</term><description>fingerprint of the key: the first 8 bytes of HMAC-SHA-256(key, "kmip local key fingerprint v1")</description></item>
/// <item><term>16, 12 bytes</term><description>nonce</description></item>
/// <item><term>28, n bytes</term><description>ciphertext, as long as the data key; the associated data is bytes 0 to 15</description></item>
/// <item><term>28 + n, 16 bytes</term><description>tag</description></item>
/// </list>
/// Random nonces bound one key to 2^32 wrapped keys (NIST SP 800-38D, 8.3).
/// </summary>
internal static class LocalKeyFormat
{
    private const int HeaderLength = 16;
    private const int FingerprintLength = 8;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Overhead = HeaderLength + NonceLength + TagLength;

    private static ReadOnlySpan<byte> Prefix => "KMLK\u0001\u0001\0\0"u8;

    public static byte[] Fingerprint(ReadOnlySpan<byte> key)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, "kmip local key fingerprint v1"u8, mac);
        return mac[..FingerprintLength].ToArray();
    }

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> fingerprint, ReadOnlySpan<byte> dataKey)
    {
        byte[] wrapped = new byte[Overhead + dataKey.Length];
        Span<byte> header = wrapped.AsSpan(0, HeaderLength);
        Prefix.CopyTo(header);
        fingerprint.CopyTo(header[Prefix.Length..]);
        Span<byte> nonce = wrapped.AsSpan(HeaderLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, dataKey, wrapped.AsSpan(HeaderLength + NonceLength, dataKey.Length), wrapped.AsSpan(wrapped.Length - TagLength), header);
        return wrapped;
    }

    public static int Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> fingerprint, ReadOnlySpan<byte> wrapped, Span<byte> destination)
    {
        int length = wrapped.Length - Overhead;
        if (length <= 0 || !wrapped[..4].SequenceEqual(Prefix[..4]))
        {
            throw Rejected("The wrapped key is not one of the local provider, or it is cut off.");
        }

        if (!wrapped[..Prefix.Length].SequenceEqual(Prefix))
        {
            throw Rejected("The wrapped key has a format version or algorithm this program does not know, or it is damaged.");
        }

        ReadOnlySpan<byte> header = wrapped[..HeaderLength];
        if (!header[Prefix.Length..].SequenceEqual(fingerprint))
        {
            throw Rejected(
                $"The wrapped key was made with the local key {Convert.ToHexStringLower(header[Prefix.Length..])}, not with {Convert.ToHexStringLower(fingerprint)}.");
        }

        if (length > destination.Length)
        {
            throw KeyProviderLimits.DestinationTooSmall(length, destination.Length);
        }

        try
        {
            using var aes = new AesGcm(key, TagLength);
            aes.Decrypt(
                wrapped.Slice(HeaderLength, NonceLength), wrapped.Slice(HeaderLength + NonceLength, length), wrapped[^TagLength..], destination[..length], header);
            return length;
        }
        catch (AuthenticationTagMismatchException)
        {
            CryptographicOperations.ZeroMemory(destination[..length]);
            throw Rejected("The wrapped key is damaged: its authentication tag does not match.");
        }
    }

    private static KeyProviderException Rejected(string message) => new(KeyProviderError.CiphertextRejected, message)
    {
        Remedy = "Give the key file that wrapped it, or restore the wrapped key from a copy.",
    };
}
