using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kmip.FakeAzure.Vault;

/// <summary>AES Key Wrap without padding (RFC 3394), which the runtime does not have.</summary>
internal static class KeyWrap
{
    private const int Half = 8;
    private const ulong InitialValue = 0xA6A6A6A6A6A6A6A6;

    /// <summary>Wraps a multiple of 8 bytes, at least 16 (section 2.2.1).</summary>
    public static byte[] Wrap(byte[] key, byte[] data)
    {
        using Aes aes = Create(key);
        byte[] result = [.. new byte[Half], .. data];
        byte[] block = new byte[2 * Half];
        ulong check = InitialValue;
        int count = data.Length / Half;
        for (int step = 1; step <= 6 * count; step++)
        {
            Span<byte> part = result.AsSpan((((step - 1) % count) + 1) * Half, Half);
            BinaryPrimitives.WriteUInt64BigEndian(block, check);
            part.CopyTo(block.AsSpan(Half));
            aes.EncryptEcb(block, block, PaddingMode.None);
            check = BinaryPrimitives.ReadUInt64BigEndian(block) ^ (ulong)step;
            block.AsSpan(Half).CopyTo(part);
        }

        BinaryPrimitives.WriteUInt64BigEndian(result, check);
        return result;
    }

    /// <summary>Unwraps (section 2.2.2); null: the check value is wrong.</summary>
    public static byte[]? Unwrap(byte[] key, byte[] wrapped)
    {
        using Aes aes = Create(key);
        byte[] data = wrapped[Half..];
        byte[] block = new byte[2 * Half];
        ulong check = BinaryPrimitives.ReadUInt64BigEndian(wrapped);
        int count = data.Length / Half;
        for (int step = 6 * count; step >= 1; step--)
        {
            Span<byte> part = data.AsSpan((step - 1) % count * Half, Half);
            BinaryPrimitives.WriteUInt64BigEndian(block, check ^ (ulong)step);
            part.CopyTo(block.AsSpan(Half));
            aes.DecryptEcb(block, block, PaddingMode.None);
            check = BinaryPrimitives.ReadUInt64BigEndian(block);
            block.AsSpan(Half).CopyTo(part);
        }

        return check == InitialValue ? data : null;
    }

    private static Aes Create(byte[] key)
    {
        Aes aes = Aes.Create();
        aes.Key = key;
        return aes;
    }
}
