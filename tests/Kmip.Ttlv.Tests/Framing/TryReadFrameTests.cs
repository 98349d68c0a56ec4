using System.Buffers;
using Kmip.TestSupport;
using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Framing;

public sealed class TryReadFrameTests
{
    private static readonly byte[] Message = Bytes.Structure(
        KmipTag.RequestMessage, Bytes.Item(KmipTag.UniqueIdentifier, TtlvType.TextString, "0123456789"u8));

    private static void FeedInEveryTwoPieces(byte[] bytes, KmipTag tag)
    {
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            ReadOnlySequence<byte> partial = new(bytes, 0, cut);
            bool whole = TtlvFraming.TryReadFrame(ref partial, tag, TtlvLimits.Default, out ReadOnlySequence<byte> none);
            Assert.Equal(cut == bytes.Length, whole);
            Assert.Equal(whole ? 0 : cut, partial.Length);
            Assert.Equal(whole ? bytes.Length : 0, none.Length);

            ReadOnlySequence<byte> buffer = Pieces.Of(bytes, cut);
            Assert.True(TtlvFraming.TryReadFrame(ref buffer, tag, TtlvLimits.Default, out ReadOnlySequence<byte> frame));
            Assert.True(frame.ToArray().AsSpan().SequenceEqual(bytes));
            Assert.True(buffer.IsEmpty);
        }
    }

    [Fact]
    public void A_message_comes_whole_however_it_is_cut_in_two() => FeedInEveryTwoPieces(Message, KmipTag.RequestMessage);

    [Fact]
    public void Every_message_vector_comes_whole_in_every_two_pieces_and_byte_by_byte()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        int messages = 0;
        // One vector is an empty ResponseMessage: well-formed as an item, refused as a message (and so listed among the bad frames too).
        foreach ((string _, string kind, byte[] bytes) in Vectors.Messages.Where(v => v.Bytes.Length > 8))
        {
            KmipTag tag = Vectors.TagOfKind(kind);
            FeedInEveryTwoPieces(bytes, tag);
            ReadOnlySequence<byte> buffer = Pieces.Of(bytes, Enumerable.Range(1, bytes.Length - 1));
            Assert.True(TtlvFraming.TryReadFrame(ref buffer, tag, TtlvLimits.Default, out ReadOnlySequence<byte> frame));
            Assert.True(frame.ToArray().AsSpan().SequenceEqual(bytes));
            messages++;
        }

        Assert.True(messages > 600);
    }

    /// <summary>ABUSE A22, the part of framing: the bytes of one message never decide about the next.</summary>
    [Fact]
    [Trait("Abuse", "A22")]
    public void Two_messages_in_one_buffer_come_one_after_the_other()
    {
        byte[] second = Bytes.Structure(KmipTag.RequestMessage, Bytes.Structure(KmipTag.RequestHeader));
        byte[] both = [.. Message, .. second];
        for (int cut = 0; cut <= both.Length; cut++)
        {
            ReadOnlySequence<byte> buffer = Pieces.Of(both, cut);
            Assert.True(TtlvFraming.TryReadFrame(ref buffer, KmipTag.RequestMessage, TtlvLimits.Default, out ReadOnlySequence<byte> frame));
            Assert.Equal(Message, frame.ToArray());
            Assert.True(TtlvFraming.TryReadFrame(ref buffer, KmipTag.RequestMessage, TtlvLimits.Default, out frame));
            Assert.Equal(second, frame.ToArray());
            Assert.False(TtlvFraming.TryReadFrame(ref buffer, KmipTag.RequestMessage, TtlvLimits.Default, out _));
        }
    }
}
