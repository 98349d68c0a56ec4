using System.Security.Cryptography;
using System.Text;

namespace Kmip.FakeAws.Kms;

/// <summary>
/// The ciphertext blob of the fake: version, length and text of the key's ARN, nonce, ciphertext, tag. As with the real service the encryption
/// context is authenticated but not stored.
/// </summary>
internal static class FakeBlob
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public static byte[] Seal(FakeKey key, byte[] plaintext, IReadOnlyDictionary<string, string> context)
    {
        byte[] header = Header(key.Arn);
        byte[] nonce = RandomNumberGenerator.GetBytes(NonceLength);
        byte[] ciphertext = new byte[plaintext.Length];
        byte[] tag = new byte[TagLength];
        using var aes = new AesGcm(key.Material, TagLength);
        byte[] authenticated = [.. header, .. Canonical(context)];
        aes.Encrypt(nonce, plaintext, ciphertext, tag, authenticated);
        return [.. header, .. nonce, .. ciphertext, .. tag];
    }

    /// <summary>The ARN the blob names; null where it is no blob.</summary>
    public static string? KeyOf(ReadOnlySpan<byte> blob) =>
        blob.Length > 2 && blob[0] == 1 && blob.Length >= 2 + blob[1] + NonceLength + TagLength ? Encoding.ASCII.GetString(blob.Slice(2, blob[1])) : null;

    /// <summary>The plaintext; null where the blob or the context is not the one it was made with.</summary>
    public static byte[]? Open(FakeKey key, ReadOnlySpan<byte> blob, IReadOnlyDictionary<string, string> context)
    {
        byte[] header = Header(key.Arn);
        ReadOnlySpan<byte> rest = blob[header.Length..];
        byte[] plaintext = new byte[rest.Length - NonceLength - TagLength];
        try
        {
            using var aes = new AesGcm(key.Material, TagLength);
            aes.Decrypt(rest[..NonceLength], rest[NonceLength..^TagLength], rest[^TagLength..], plaintext, [.. header, .. Canonical(context)]);
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Header(string arn) => [1, (byte)arn.Length, .. Encoding.ASCII.GetBytes(arn)];

    private static byte[] Canonical(IReadOnlyDictionary<string, string> context) =>
        Encoding.UTF8.GetBytes(string.Concat(context.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key.Length}:{p.Key}{p.Value.Length}:{p.Value}")));
}
