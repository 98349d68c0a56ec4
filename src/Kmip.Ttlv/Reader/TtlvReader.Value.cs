using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Kmip.Ttlv;

public ref partial struct TtlvReader
{
    /// <summary>
    /// The careful way to read any item but a structure's content: every rule, every error named. The typed reads take it whenever the
    /// item is not at first sight what they expect.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ReadOnlySpan<byte> ReadValue(KmipTag tag, TtlvType type)
    {
        ulong header = PeekHeader(tag);
        KmipTag found = TtlvItem.TagOf(header);
        if (found != tag)
        {
            throw new TtlvException(TtlvError.UnexpectedTag, tag, Position, $"found {TtlvNames.Of(found)}");
        }

        TtlvType foundType = TtlvItem.TypeOf(header);
        if (foundType != type && TtlvItem.IsKnown(foundType))
        {
            throw new TtlvException(
                TtlvError.UnexpectedType, tag, Position, $"expected {TtlvNames.Of(type)}, found {TtlvNames.Of(foundType)}");
        }

        int length = TtlvItem.Check(_rest, Position, Depth > 0, Options);
        ReadOnlySpan<byte> value = _rest.Slice(TtlvItem.HeaderLength, length);
        _rest = _rest[(TtlvItem.HeaderLength + TtlvItem.Padded(length))..];
        return value;
    }

    /// <summary>How many structures are around the next item.</summary>
    private readonly int Depth => Options.MaximumDepth - _room;

    /// <summary>The options; a reader made by <c>default</c> has none and reads nothing, strictly.</summary>
    private readonly TtlvReaderOptions Options => _options ?? TtlvReaderOptions.Strict;

    /// <summary>The quick way for a value of 4 bytes: header and zero padding compared in one step each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadFour(KmipTag tag, TtlvType type, out uint value)
    {
        if (_rest.Length >= TtlvItem.FixedItemLength && BinaryPrimitives.ReadUInt64BigEndian(_rest) == TtlvItem.Header(tag, type, 4))
        {
            ulong body = BinaryPrimitives.ReadUInt64BigEndian(_rest[TtlvItem.HeaderLength..]);
            value = (uint)(body >> 32);
            if ((uint)body == 0)
            {
                _rest = _rest[TtlvItem.FixedItemLength..];
                return true;
            }
        }

        value = 0;
        return false;
    }

    /// <summary>The quick way for a value of 8 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadEight(KmipTag tag, TtlvType type, out ulong value)
    {
        if (_rest.Length >= TtlvItem.FixedItemLength && BinaryPrimitives.ReadUInt64BigEndian(_rest) == TtlvItem.Header(tag, type, 8))
        {
            value = BinaryPrimitives.ReadUInt64BigEndian(_rest[TtlvItem.HeaderLength..]);
            _rest = _rest[TtlvItem.FixedItemLength..];
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>The quick way for a value of any length, padding checked in the last eight bytes at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadBytes(KmipTag tag, TtlvType type, out ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> rest = _rest;
        if (rest.Length >= TtlvItem.HeaderLength)
        {
            ulong header = BinaryPrimitives.ReadUInt64BigEndian(rest);
            uint length = (uint)header;
            if ((header ^ length) == TtlvItem.Header(tag, type, 0) && length <= (uint)(rest.Length - TtlvItem.HeaderLength))
            {
                int end = TtlvItem.HeaderLength + TtlvItem.Padded((int)length);
                if (end <= rest.Length)
                {
                    // The low bytes of the last eight are the padding; an empty value looks at its header and masks all of it away.
                    ulong last = BinaryPrimitives.ReadUInt64BigEndian(rest.Slice(end - 8, 8));
                    if ((last & ((1UL << (8 * ((int)(0u - length) & 7))) - 1)) == 0)
                    {
                        value = rest.Slice(TtlvItem.HeaderLength, (int)length);
                        _rest = rest[end..];
                        return true;
                    }
                }
            }
        }

        value = default;
        return false;
    }
}
