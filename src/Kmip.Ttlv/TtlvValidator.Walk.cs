using System.Buffers.Binary;
using System.Runtime.CompilerServices;

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

            ReadOnlySpan<byte> rest = data[offset..end];
            if (!IsPlainlyGood(rest, context.Options, out int size, out int content))
            {
                CheckCarefully(rest, context.Position + offset, context.Depth + level > 0, context.Options, out size, out content);
            }

            if (content >= 0)
            {
                if (level >= room)
                {
                    throw TooDeep(rest, context.Position + offset);
                }

                ends[level++] = end;
                end = offset + size + content;
            }

            offset += size;
            while (level > 0 && offset == end)
            {
                end = ends[--level];
            }
        }
        while (level > 0);
        return offset;
    }

    private static void CheckCarefully(
        ReadOnlySpan<byte> rest, int position, bool insideStructure, TtlvReaderOptions options, out int size, out int content)
    {
        int length = TtlvItem.Check(rest, position, insideStructure, options);
        bool isStructure = TtlvItem.TypeOf(BinaryPrimitives.ReadUInt64BigEndian(rest)) == TtlvType.Structure;
        size = isStructure ? TtlvItem.HeaderLength : TtlvItem.HeaderLength + TtlvItem.Padded(length);
        content = isStructure ? length : -1;
    }

    private static TtlvException TooDeep(ReadOnlySpan<byte> rest, int position) => new(
        TtlvError.DepthExceeded,
        TtlvItem.TagOf(BinaryPrimitives.ReadUInt64BigEndian(rest)),
        position,
        "structures are nested too deeply");

    /// <summary>The length of the types that have one length, by type; 0 for the others.</summary>
    private static ReadOnlySpan<byte> FixedLengths => [0, 0, 4, 8, 0, 4, 8, 0, 0, 8, 4, 8, 0, 0, 0, 0];

    /// <summary>The quick answer for a good item. On false <see cref="TtlvItem.Check"/> decides, and names what is wrong.</summary>
    /// <param name="rest">All that is left of the parent.</param>
    /// <param name="options">How strictly items are judged.</param>
    /// <param name="size">The bytes to the next item, which for a structure is the first inside it.</param>
    /// <param name="content">The length of what is in the structure, or -1 for another item.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPlainlyGood(ReadOnlySpan<byte> rest, TtlvReaderOptions options, out int size, out int content)
    {
        content = -1;
        size = TtlvItem.FixedItemLength;
        if (rest.Length < TtlvItem.FixedItemLength)
        {
            return false;
        }

        ulong header = BinaryPrimitives.ReadUInt64BigEndian(rest);
        uint length = (uint)header;
        int type = (byte)(header >> 32) & 15;
        if (FixedLengths[type] == length && length != 0)
        {
            // Zero are the padding, and all but the last bit of a Boolean. The first bits of the type are looked at too:
            // without them a type of 16 and more would have been taken for another one.
            ulong body = BinaryPrimitives.ReadUInt64BigEndian(rest[TtlvItem.HeaderLength..]);
            ulong zeros = length == 4 ? uint.MaxValue : type == (int)TtlvType.Boolean ? ~1UL : 0;
            return ((body & zeros) | (header & 0xF0_0000_0000)) == 0;
        }

        if (length > (uint)(rest.Length - TtlvItem.HeaderLength))
        {
            return false;
        }

        size = TtlvItem.HeaderLength + TtlvItem.Padded((int)length);
        switch (TtlvItem.TypeOf(header))
        {
            case TtlvType.Structure:
                size = TtlvItem.HeaderLength;
                content = (int)length;
                return length % 8 == 0;
            case TtlvType.ByteString:
                return HasZeroPadding(rest, size, length);
            case TtlvType.TextString:
                return length <= (uint)options.MaximumTextLength && HasZeroPadding(rest, size, length)
                    && TtlvUtf8.IsValid(rest[TtlvItem.HeaderLength..size], (int)length);
            default:
                return false;
        }
    }

    /// <summary>True when the item fits and its padding is zero: the last bytes up to its end, looked at as one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasZeroPadding(ReadOnlySpan<byte> rest, int size, uint length) =>
        size <= rest.Length
        && (BinaryPrimitives.ReadUInt64BigEndian(rest.Slice(size - 8, 8)) & ((1UL << (8 * ((int)(0u - length) & 7))) - 1)) == 0;
}
