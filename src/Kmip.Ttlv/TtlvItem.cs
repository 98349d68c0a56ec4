using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Kmip.Ttlv;

/// <summary>The rules of one item, shared by the reader and the validator (KMIP 1.4 specification 9.1.1).</summary>
internal static class TtlvItem
{
    /// <summary>Tag (3 bytes), type (1) and length (4).</summary>
    public const int HeaderLength = 8;

    /// <summary>An item with a value of at most 8 bytes: Integer, Boolean, Date-Time and the like.</summary>
    public const int FixedItemLength = 16;

    /// <summary>The header of an item as one number, as it stands on the wire in big-endian order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Header(KmipTag tag, TtlvType type, uint length) => ((ulong)tag << 40) | ((ulong)type << 32) | length;

    public static KmipTag TagOf(ulong header) => (KmipTag)(header >> 40);

    public static TtlvType TypeOf(ulong header) => (TtlvType)(byte)(header >> 32);

    /// <summary>True for the types of KMIP 1.0 to 2.1.</summary>
    public static bool IsKnown(TtlvType type) => (byte)((byte)type - 1) < (byte)TtlvType.DateTimeExtended;

    /// <summary>A length rounded up to a multiple of 8. The length must fit an int.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Padded(int length) => (length + 7) & ~7;

    /// <summary>
    /// Checks the item at the start of <paramref name="rest"/>, which holds all that is left of its parent: type, length, the room that its
    /// parent leaves, padding and value. Of a structure the content is not looked at.
    /// </summary>
    /// <returns>The length of the value, without padding.</returns>
    /// <exception cref="TtlvException">The item is bad.</exception>
    public static int Check(ReadOnlySpan<byte> rest, int position, bool insideStructure, TtlvReaderOptions options)
    {
        if (rest.Length < HeaderLength)
        {
            throw new TtlvException(TtlvError.Truncated, null, position, "the header of an item is 8 bytes");
        }

        ulong header = BinaryPrimitives.ReadUInt64BigEndian(rest);
        TtlvType type = TypeOf(header);
        uint declared = (uint)header;
        CheckLength(header, position, options);
        if (declared > (uint)(rest.Length - HeaderLength) || Padded((int)declared) > rest.Length - HeaderLength)
        {
            throw insideStructure
                ? new TtlvException(
                    TtlvError.LengthExceedsParent, TagOf(header), position, "the item ends after the structure that contains it")
                : new TtlvException(TtlvError.Truncated, TagOf(header), position, "the data ends inside the item");
        }

        int length = (int)declared;
        ReadOnlySpan<byte> padded = rest.Slice(HeaderLength, Padded(length));
        if (!options.AllowNonZeroPadding && padded[length..].ContainsAnyExcept((byte)0))
        {
            throw new TtlvException(TtlvError.NonZeroPadding, TagOf(header), position);
        }

        CheckValue(padded[..length], TagOf(header), type, position, options);
        return length;
    }

    private static void CheckLength(ulong header, int position, TtlvReaderOptions options)
    {
        TtlvType type = TypeOf(header);
        uint length = (uint)header;
        bool allowed = type switch
        {
            TtlvType.Structure => length % 8 == 0,
            TtlvType.Integer or TtlvType.Enumeration => length == 4 || (length == 8 && options.AllowEightByteIntegers),
            TtlvType.Interval => length == 4,
            TtlvType.LongInteger or TtlvType.Boolean or TtlvType.DateTime or TtlvType.DateTimeExtended => length == 8,
            TtlvType.BigInteger => length != 0 && length % 8 == 0,
            TtlvType.TextString or TtlvType.ByteString => true,
            _ => throw new TtlvException(TtlvError.InvalidType, TagOf(header), position, TtlvNames.Of(type)),
        };
        if (!allowed)
        {
            throw new TtlvException(TtlvError.InvalidLength, TagOf(header), position, RuleOf(type));
        }
    }

    private static string RuleOf(TtlvType type) => type switch
    {
        TtlvType.Structure => "the length of a Structure is a multiple of 8",
        TtlvType.BigInteger => "the length of a BigInteger is a positive multiple of 8",
        TtlvType.Integer or TtlvType.Enumeration or TtlvType.Interval => "the length of this type is 4",
        _ => "the length of this type is 8",
    };

    private static void CheckValue(ReadOnlySpan<byte> value, KmipTag tag, TtlvType type, int position, TtlvReaderOptions options)
    {
        switch (type)
        {
            case TtlvType.Boolean when BinaryPrimitives.ReadUInt64BigEndian(value) > 1:
                throw new TtlvException(TtlvError.InvalidBoolean, tag, position, "a Boolean is 0 or 1 in eight bytes");
            case TtlvType.TextString when value.Length > options.MaximumTextLength:
                throw new TtlvException(TtlvError.LengthExceedsLimit, tag, position, "the text is longer than the reader accepts");
            case TtlvType.TextString when !Utf8.IsValid(value):
                throw new TtlvException(TtlvError.InvalidUtf8, tag, position);
            case TtlvType.Integer when value.Length == 8:
                _ = EightByteValue(value, tag, position, signed: true);
                break;
            case TtlvType.Enumeration when value.Length == 8:
                _ = EightByteValue(value, tag, position, signed: false);
                break;
            default:
                break;
        }
    }

    /// <summary>The 32 bits of a value of 8 bytes, as <see cref="TtlvReaderOptions.AllowEightByteIntegers"/> says.</summary>
    public static uint EightByteValue(ReadOnlySpan<byte> value, KmipTag tag, int position, bool signed)
    {
        ulong bits = BinaryPrimitives.ReadUInt64BigEndian(value);
        uint low = (uint)bits;
        if ((long)bits == (int)low || (!signed && bits == low))
        {
            return low;
        }

        return low == 0 ? (uint)(bits >> 32) : ThrowOutOfRange(tag, position);
    }

    [DoesNotReturn]
    private static uint ThrowOutOfRange(KmipTag tag, int position) =>
        throw new TtlvException(TtlvError.ValueOutOfRange, tag, position, "the eight bytes are not a 32-bit value");
}
