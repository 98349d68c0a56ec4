using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Kmip.Ttlv;

public static partial class TtlvValidator
{
    /// <summary>Where the bytes stand in the outermost data, and what bounds them.</summary>
    /// <param name="Position">The offset of the first byte in the outermost data.</param>
    /// <param name="Depth">How many structures contain the item.</param>
    /// <param name="MaximumDepth">The deepest structure allowed, at most 64.</param>
    /// <param name="MaximumItems">The most items allowed.</param>
    /// <param name="Options">How strictly items are judged.</param>
    internal readonly record struct Context(int Position, int Depth, int MaximumDepth, int MaximumItems, TtlvReaderOptions Options);

    /// <summary>Checks the first item of the data, with all that is in it.</summary>
    /// <returns>Its length with header and padding.</returns>
    internal static int CheckItem(ReadOnlySpan<byte> data, in Context context)
    {
        // The ends of the structures that contain the current one: a stack of our own, so that depth costs 4 bytes and not a frame.
        Span<int> ends = stackalloc int[TtlvReaderOptions.LargestMaximumDepth];
        int room = context.MaximumDepth - context.Depth;
        int level = 0, items = 0, offset = 0, end = data.Length;
        do
        {
            if (++items > context.MaximumItems)
            {
                throw new TtlvException(TtlvError.ItemLimitExceeded, null, context.Position + offset, "the message has too many items");
            }

            if (!IsPlainlyGood(data, offset, end, context.Options, out int length))
            {
                length = TtlvItem.Check(data[offset..end], context.Position + offset, context.Depth + level > 0, context.Options);
            }

            if (data[offset + 3] != (byte)TtlvType.Structure)
            {
                offset += TtlvItem.HeaderLength + TtlvItem.Padded(length);
            }
            else
            {
                if (level >= room)
                {
                    KmipTag tag = TtlvItem.TagOf(BinaryPrimitives.ReadUInt64BigEndian(data[offset..]));
                    throw new TtlvException(TtlvError.DepthExceeded, tag, context.Position + offset, "structures are nested too deeply");
                }

                ends[level++] = end;
                offset += TtlvItem.HeaderLength;
                end = offset + length;
            }

            while (level > 0 && offset == end)
            {
                end = ends[--level];
            }
        }
        while (level > 0);
        return offset;
    }

    /// <summary>The quick answer for a good item. On false <see cref="TtlvItem.Check"/> decides, and names what is wrong.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPlainlyGood(ReadOnlySpan<byte> data, int offset, int end, TtlvReaderOptions options, out int length)
    {
        length = 0;
        ReadOnlySpan<byte> rest = data[offset..end];
        if (rest.Length < TtlvItem.FixedItemLength)
        {
            return false;
        }

        ulong header = BinaryPrimitives.ReadUInt64BigEndian(rest);
        ulong body = BinaryPrimitives.ReadUInt64BigEndian(rest[TtlvItem.HeaderLength..]);
        uint declared = (uint)header;
        length = (int)declared;
        switch (TtlvItem.TypeOf(header))
        {
            case TtlvType.Structure:
                return declared % 8 == 0 && declared <= (uint)(rest.Length - TtlvItem.HeaderLength);
            case TtlvType.Integer or TtlvType.Enumeration or TtlvType.Interval:
                return declared == 4 && (uint)body == 0;
            case TtlvType.LongInteger or TtlvType.DateTime or TtlvType.DateTimeExtended:
                return declared == 8;
            case TtlvType.Boolean:
                return declared == 8 && body <= 1;
            case TtlvType.ByteString:
                return HasZeroPadding(rest, declared);
            case TtlvType.TextString:
                return declared <= (uint)options.MaximumTextLength && HasZeroPadding(rest, declared)
                    && Utf8.IsValid(rest.Slice(TtlvItem.HeaderLength, length));
            default:
                return false;
        }
    }

    /// <summary>True when a value of any length fits and is padded with zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasZeroPadding(ReadOnlySpan<byte> rest, uint declared)
    {
        if (declared > (uint)(rest.Length - TtlvItem.HeaderLength))
        {
            return false;
        }

        int end = TtlvItem.HeaderLength + TtlvItem.Padded((int)declared);
        if (end > rest.Length)
        {
            return false;
        }

        // The last eight bytes up to the end of the padding: the low bytes of that number are the padding.
        ulong last = BinaryPrimitives.ReadUInt64BigEndian(rest.Slice(end - 8, 8));
        int padding = (int)(0u - declared) & 7;
        return (last & ((1UL << (8 * padding)) - 1)) == 0;
    }
}
