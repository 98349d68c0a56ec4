using System.Buffers;
using System.Buffers.Binary;

namespace Kmip.Ttlv;

/// <summary>Cuts whole messages from a stream of bytes: the only code that sees partial data.</summary>
public static class TtlvFraming
{
    /// <summary>Cuts one whole message from the front of the buffer, once it is all there.</summary>
    /// <param name="buffer">What has been received; moved on behind the message when one is returned.</param>
    /// <param name="expected">The tag of the message: RequestMessage for a server, ResponseMessage for a client.</param>
    /// <param name="limits">The limits, of which the length counts here.</param>
    /// <param name="frame">The message, header included: a part of the buffer.</param>
    /// <returns>False where more bytes are needed.</returns>
    /// <exception cref="TtlvException">
    /// The header cannot be right, whatever follows: <see cref="TtlvError.InvalidTag"/> (not KMIP at all),
    /// <see cref="TtlvError.UnexpectedTag"/>, <see cref="TtlvError.InvalidType"/> or <see cref="TtlvError.UnexpectedType"/> (a message is
    /// a structure), <see cref="TtlvError.LengthExceedsLimit"/>, <see cref="TtlvError.InvalidLength"/> (zero, or not a multiple of 8).
    /// It is thrown as soon as the eight bytes of the header are there, before anything is buffered for the rest. Where the next message
    /// begins is then unknown: the connection is of no more use.
    /// </exception>
    public static bool TryReadFrame(
        ref ReadOnlySequence<byte> buffer, KmipTag expected, TtlvLimits limits, out ReadOnlySequence<byte> frame)
    {
        ArgumentNullException.ThrowIfNull(limits);
        frame = default;
        if (buffer.Length < TtlvItem.HeaderLength)
        {
            return false;
        }

        int length = FrameLength(PeekHeader(buffer), expected, limits);
        if (buffer.Length < length)
        {
            return false;
        }

        SequencePosition end = buffer.GetPosition(length);
        frame = buffer.Slice(buffer.Start, end);
        buffer = buffer.Slice(end);
        return true;
    }

    private static ulong PeekHeader(in ReadOnlySequence<byte> buffer)
    {
        ReadOnlySpan<byte> first = buffer.FirstSpan;
        if (first.Length >= TtlvItem.HeaderLength)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(first);
        }

        Span<byte> header = stackalloc byte[TtlvItem.HeaderLength];
        buffer.Slice(0, TtlvItem.HeaderLength).CopyTo(header);
        return BinaryPrimitives.ReadUInt64BigEndian(header);
    }

    private static int FrameLength(ulong header, KmipTag expected, TtlvLimits limits)
    {
        KmipTag tag = TtlvItem.TagOf(header);
        if (tag != expected)
        {
            throw (uint)tag >> 16 is 0x42 or 0x54
                ? new TtlvException(TtlvError.UnexpectedTag, expected, 0, $"found {TtlvNames.Of(tag)}")
                : new TtlvException(TtlvError.InvalidTag, null, 0, "the bytes are not a KMIP message: it begins with 42 or 54");
        }

        TtlvType type = TtlvItem.TypeOf(header);
        if (type != TtlvType.Structure)
        {
            throw new TtlvException(
                TtlvItem.IsKnown(type) ? TtlvError.UnexpectedType : TtlvError.InvalidType, tag, 0, "a message is a Structure");
        }

        uint length = (uint)header;
        if (length > (uint)(limits.MaximumMessageLength - TtlvItem.HeaderLength))
        {
            throw new TtlvException(TtlvError.LengthExceedsLimit, tag, 0, $"a message is at most {limits.MaximumMessageLength} bytes long");
        }

        return length % 8 == 0 && length != 0
            ? TtlvItem.HeaderLength + (int)length
            : throw new TtlvException(TtlvError.InvalidLength, tag, 0, "the length of a message is a positive multiple of 8");
    }
}
