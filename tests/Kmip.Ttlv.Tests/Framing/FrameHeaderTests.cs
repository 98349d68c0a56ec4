using System.Buffers;
using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Framing;

/// <summary>ABUSE A03, A04, A06: a header that cannot be right is refused before anything follows it.</summary>
public sealed class FrameHeaderTests
{
    private static TtlvException Refuse(byte[] bytes)
    {
        TtlvException? exception = null;
        foreach (ReadOnlySequence<byte> sequence in new[] { new(bytes), Pieces.Of(bytes, 3), Pieces.Of(bytes, 1, 2, 7) })
        {
            ReadOnlySequence<byte> buffer = sequence;
            exception = Assert.Throws<TtlvException>(
                () => TtlvFraming.TryReadFrame(ref buffer, KmipTag.RequestMessage, TtlvLimits.Default, out _));
            Assert.Equal(0, exception.Offset);
            Assert.Equal(bytes.Length, buffer.Length);
        }

        return exception!;
    }

    [Theory]
    [Trait("Abuse", "A03")]
    [InlineData(0xFFFFFFFF)]
    [InlineData(0xFFFFFFF8)]
    [InlineData(0x80000000)]
    [InlineData(0x7FFFFFFF)]
    [InlineData(1024 * 1024)]
    public void A_length_over_the_limit_is_refused_and_nothing_is_buffered(uint length)
    {
        byte[] header = Bytes.Header(KmipTag.RequestMessage, 1, length);
        long allocated = Allocations.Of(() => Assert.Equal(TtlvError.LengthExceedsLimit, Refuse(header).Error));
        Assert.InRange(allocated, 0, 64 * 1024);
    }

    [Fact]
    [Trait("Abuse", "A04")]
    public void A_message_of_exactly_the_limit_is_read_and_one_of_8_bytes_more_is_not()
    {
        int maximum = TtlvLimits.Default.MaximumMessageLength;
        byte[] bytes = Bytes.Structure(KmipTag.RequestMessage, Bytes.Item(KmipTag.Data, TtlvType.ByteString, new byte[maximum - 16]));
        Assert.Equal(1024 * 1024, bytes.Length);
        ReadOnlySequence<byte> buffer = new(bytes);
        Assert.True(TtlvFraming.TryReadFrame(ref buffer, KmipTag.RequestMessage, TtlvLimits.Default, out ReadOnlySequence<byte> frame));
        Assert.Equal(maximum, frame.Length);
        TtlvValidator.Validate(bytes, TtlvLimits.Default, TtlvReaderOptions.Strict);
        Assert.Equal(TtlvError.LengthExceedsLimit, Refuse(Bytes.Header(KmipTag.RequestMessage, 1, (uint)maximum)).Error);
    }

    [Theory]
    [Trait("Abuse", "A06")]
    [InlineData(0x42007B, TtlvError.UnexpectedTag)]
    [InlineData(0x420077, TtlvError.UnexpectedTag)]
    [InlineData(0x540001, TtlvError.UnexpectedTag)]
    [InlineData(0x000000, TtlvError.InvalidTag)]
    [InlineData(0x474554, TtlvError.InvalidTag)]
    public void Another_outermost_tag_is_refused(uint tag, TtlvError error) =>
        Assert.Equal(error, Refuse(Bytes.Header((KmipTag)tag, 1, 16)).Error);

    [Theory]
    [Trait("Abuse", "A07")]
    [InlineData(0x00, TtlvError.InvalidType)]
    [InlineData(0x02, TtlvError.UnexpectedType)]
    [InlineData(0x0B, TtlvError.UnexpectedType)]
    [InlineData(0x0C, TtlvError.InvalidType)]
    [InlineData(0xFF, TtlvError.InvalidType)]
    public void Another_outermost_type_is_refused(byte type, TtlvError error) =>
        Assert.Equal(error, Refuse(Bytes.Header(KmipTag.RequestMessage, type, 16)).Error);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(17)]
    public void A_length_that_is_zero_or_not_a_multiple_of_8_is_refused(uint length) =>
        Assert.Equal(TtlvError.InvalidLength, Refuse(Bytes.Header(KmipTag.RequestMessage, 1, length)).Error);
}
