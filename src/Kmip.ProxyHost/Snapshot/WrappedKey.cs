using System.Buffers;
using System.Security.Cryptography;

namespace Kmip.ProxyHost.Snapshot;

/// <summary>The forms in which a key, wrapped or plain, is written: raw bytes, base64 (either alphabet) or hex, with white space around or between.</summary>
internal static class WrappedKey
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>No cloud's wrapped 32-byte key comes near; the rest of a longer file is not a wrapped key.</summary>
    public const int MaximumLength = 64 * 1024;

    /// <summary>Decodes text that must be base64 or hex; null where it is neither.</summary>
    public static byte[]? FromText(ReadOnlySpan<char> text)
    {
        char[] compact = new char[text.Length];
        int length = 0;
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                compact[length++] = c switch { '-' => '+', '_' => '/', _ => c };
            }
        }

        byte[]? result = Decode(compact.AsSpan(0, length));
        Array.Clear(compact);
        return result;
    }

    /// <summary>Decodes a file: text that is wholly base64 or hex is decoded, anything else is taken as raw bytes. Null for an empty file.</summary>
    public static byte[]? FromFile(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            return null;
        }

        char[] text = new char[content.Length];
        bool ascii = System.Text.Ascii.ToUtf16(content, text, out _) == System.Buffers.OperationStatus.Done;
        byte[]? decoded = ascii ? FromText(text) : null;
        Array.Clear(text);
        return decoded ?? content.ToArray();
    }

    /// <summary>
    /// The 32-byte key in what a provider unwrapped: itself, or the base64 or hex text of 32 bytes (<paramref name="wasText"/> is then true). Null for
    /// anything else. The result is a new array that the caller zeroes.
    /// </summary>
    public static byte[]? MasterKeyFrom(ReadOnlySpan<byte> plaintext, out bool wasText)
    {
        wasText = false;
        if (plaintext.Length == MasterKeyLength)
        {
            return plaintext.ToArray();
        }

        if (plaintext.Length is < 43 or > 80)
        {
            return null;
        }

        byte[]? decoded = FromFile(plaintext);
        if (decoded is { Length: MasterKeyLength })
        {
            wasText = true;
            return decoded;
        }

        CryptographicOperations.ZeroMemory(decoded);
        return null;
    }

    /// <summary>MongoDB's master keys are AES-256 keys.</summary>
    public const int MasterKeyLength = 32;

    private static byte[]? Decode(ReadOnlySpan<char> compact)
    {
        if (compact.IsEmpty)
        {
            return null;
        }

        // Hex first: hex digits are also base64 digits, and base64 of random bytes is never hex digits only.
        if (compact.Length % 2 == 0 && !compact.ContainsAnyExcept(HexDigits))
        {
            return Convert.FromHexString(compact);
        }

        ReadOnlySpan<char> digits = compact.TrimEnd('=');
        if (compact.Length - digits.Length > 2 || digits.Length % 4 == 1 || (compact.Length != digits.Length && compact.Length % 4 != 0))
        {
            return null;
        }

        char[] padded = new char[(digits.Length + 3) / 4 * 4];
        padded.AsSpan().Fill('=');
        digits.CopyTo(padded);
        byte[] buffer = new byte[padded.Length / 4 * 3];
        bool valid = Convert.TryFromBase64Chars(padded, buffer, out int written);
        byte[]? result = valid && written > 0 ? buffer.AsSpan(0, written).ToArray() : null;
        CryptographicOperations.ZeroMemory(buffer);
        Array.Clear(padded);
        return result;
    }
}
