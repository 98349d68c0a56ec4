using System.Numerics;

namespace Kmip.Ttlv;

public sealed partial class TtlvWriter
{
    /// <summary>Writes a Big Integer from a number, in the fewest bytes that are a multiple of 8.</summary>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteBigInteger(KmipTag tag, BigInteger value)
    {
        int bytes = value.GetByteCount();
        int length = TtlvItem.Padded(bytes);
        Span<byte> target = WriteHeader(tag, TtlvType.BigInteger, (uint)length, ItemSize(bytes));
        target[..(length - bytes)].Fill(value.Sign < 0 ? (byte)0xFF : (byte)0);
        _ = value.TryWriteBytes(target[(length - bytes)..], out _, isUnsigned: false, isBigEndian: true);
    }

    /// <summary>Writes a Big Integer from its bytes.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="value">
    /// Two's complement, big-endian. Where its length is not a multiple of 8 the sign is extended, so a positive number
    /// whose first bit is set needs a zero byte in front.
    /// </param>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteBigInteger(KmipTag tag, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            throw new ArgumentException("A Big Integer has at least one byte: write zero as 00.", nameof(value));
        }

        int length = TtlvItem.Padded(value.Length);
        Span<byte> target = WriteHeader(tag, TtlvType.BigInteger, (uint)length, ItemSize(value.Length));
        target[..(length - value.Length)].Fill((sbyte)value[0] < 0 ? (byte)0xFF : (byte)0);
        value.CopyTo(target[(length - value.Length)..]);
    }
}
