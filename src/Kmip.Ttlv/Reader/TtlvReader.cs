using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Kmip.Ttlv;

/// <summary>
/// Reads items from contiguous bytes, one after the other, each by the tag that is expected. A structure is read by a reader of its own.
/// Nothing is copied or allocated, except by the methods that return a <see cref="string"/> or a
/// <see cref="System.Numerics.BigInteger"/>; the spans returned are parts of the data.
/// </summary>
/// <remarks>
/// Each read checks the whole of its item: length, room in the parent, padding, value. All reads throw <see cref="TtlvException"/>:
/// <see cref="TtlvError.MissingItem"/> at the end, <see cref="TtlvError.UnexpectedTag"/>, <see cref="TtlvError.UnexpectedType"/>, or what
/// is wrong with the bytes; the reader then stands where it stood.
/// </remarks>
public ref partial struct TtlvReader
{
    private readonly TtlvReaderOptions _options;
    private readonly int _end;
    private readonly int _room; // how many structures may still be nested from here
    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads zero or more items.</summary>
    /// <param name="data">The items.</param>
    /// <param name="options">How strictly to read; <see cref="TtlvReaderOptions.Strict"/> where it is null.</param>
    /// <param name="position">
    /// Where the data begins in the message that it is a slice of, so that errors name offsets of the message. Zero, where it is the whole.
    /// </param>
    public TtlvReader(ReadOnlySpan<byte> data, TtlvReaderOptions? options = null, int position = 0)
        : this(
            data, position + data.Length, (options ?? TtlvReaderOptions.Strict).MaximumDepth, options ?? TtlvReaderOptions.Strict)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TtlvReader(ReadOnlySpan<byte> rest, int end, int room, TtlvReaderOptions options)
    {
        _rest = rest;
        _end = end;
        _room = room;
        _options = options;
    }

    /// <summary>The offset of the next item, in bytes from the start of the outermost data.</summary>
    public readonly int Position => _end - _rest.Length;

    /// <summary>True where no item is left.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>True when the next item has the tag. False at the end; a bad item does not throw here but when it is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool NextIs(KmipTag tag) =>
        _rest.Length >= TtlvItem.HeaderLength && BinaryPrimitives.ReadUInt64BigEndian(_rest) >> 40 == (ulong)tag;

    /// <summary>The tag of the next item.</summary>
    /// <exception cref="TtlvException">There is none, or its header is cut off.</exception>
    public readonly KmipTag PeekTag() => TtlvItem.TagOf(PeekHeader(null));

    /// <summary>The type of the next item.</summary>
    /// <exception cref="TtlvException">There is none, its header is cut off, or the type is unknown.</exception>
    public readonly TtlvType PeekType()
    {
        ulong header = PeekHeader(null);
        TtlvType type = TtlvItem.TypeOf(header);
        return TtlvItem.IsKnown(type)
            ? type
            : throw new TtlvException(TtlvError.InvalidType, TtlvItem.TagOf(header), Position, TtlvNames.Of(type));
    }

    /// <summary>The tag and type of the next item.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="TtlvException">The header is cut off, or the type is unknown.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryPeek(out KmipTag tag, out TtlvType type)
    {
        if (_rest.Length >= TtlvItem.HeaderLength)
        {
            ulong header = BinaryPrimitives.ReadUInt64BigEndian(_rest);
            tag = TtlvItem.TagOf(header);
            type = TtlvItem.TypeOf(header);
            if (TtlvItem.IsKnown(type))
            {
                return true;
            }
        }

        return TryPeekCarefully(out tag, out type);
    }

    /// <summary>Checks that everything was read.</summary>
    /// <exception cref="TtlvException"><see cref="TtlvError.UnexpectedItem"/>, naming the tag that was left.</exception>
    public readonly void ThrowIfNotEmpty()
    {
        if (!_rest.IsEmpty)
        {
            throw new TtlvException(TtlvError.UnexpectedItem, PeekTag(), Position, "nothing more belongs here");
        }
    }

    private readonly bool TryPeekCarefully(out KmipTag tag, out TtlvType type)
    {
        if (_rest.IsEmpty)
        {
            tag = default;
            type = default;
            return false;
        }

        type = PeekType();
        tag = PeekTag();
        return true;
    }

    private readonly ulong PeekHeader(KmipTag? expected) => _rest.Length >= TtlvItem.HeaderLength
        ? BinaryPrimitives.ReadUInt64BigEndian(_rest)
        : throw (_rest.IsEmpty
            ? new TtlvException(TtlvError.MissingItem, expected, Position)
            : new TtlvException(TtlvError.Truncated, null, Position, "the header of an item is 8 bytes"));
}
