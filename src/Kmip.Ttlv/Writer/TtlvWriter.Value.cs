using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Kmip.Ttlv;

public sealed partial class TtlvWriter
{
    /// <summary>The largest tag: tags have three bytes.</summary>
    private const uint LargestTag = 0xFF_FFFF;

    /// <summary>Writes an item of 16 bytes: a header and eight bytes of value and padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteFixed(KmipTag tag, TtlvType type, uint length, ulong body)
    {
        Span<byte> item = Reserve(tag, TtlvItem.FixedItemLength);
        BinaryPrimitives.WriteUInt64BigEndian(item, TtlvItem.Header(tag, type, length));
        BinaryPrimitives.WriteUInt64BigEndian(item[TtlvItem.HeaderLength..], body);
        _length += TtlvItem.FixedItemLength;
    }

    /// <summary>
    /// Writes a header and zeroes the last eight bytes of the item, which hold its padding: the caller then copies the value over them.
    /// </summary>
    /// <returns>The place of the value and its padding.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> WriteHeader(KmipTag tag, TtlvType type, uint length, uint size)
    {
        Span<byte> item = Reserve(tag, size);
        BinaryPrimitives.WriteUInt64BigEndian(item[(item.Length - 8)..], 0);
        BinaryPrimitives.WriteUInt64BigEndian(item, TtlvItem.Header(tag, type, length));
        _length += (int)size;
        return item[TtlvItem.HeaderLength..];
    }

    /// <summary>The next bytes of the buffer; they count once <see cref="_length"/> is moved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Reserve(KmipTag tag, uint size)
    {
        if ((uint)tag > LargestTag)
        {
            ThrowTag(tag);
        }

        if (size > (uint)(_limit - _length))
        {
            Grow(tag, size);
        }

        return _buffer.AsSpan(_length, (int)size);
    }

    /// <summary>The size of an item with header and padding, of any length: it does not overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint ItemSize(int length) => TtlvItem.HeaderLength + (((uint)length + 7) & ~7u);

    [DoesNotReturn]
    private static void ThrowTag(KmipTag tag) =>
        throw new ArgumentOutOfRangeException(nameof(tag), (uint)tag, "A tag has three bytes.");
}
