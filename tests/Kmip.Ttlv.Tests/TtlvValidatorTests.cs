using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests;

public sealed class TtlvValidatorTests
{
    [Fact]
    public void No_bytes_are_no_message() => Refused.ByValidator(TtlvError.MissingItem, []);

    [Fact]
    public void Bytes_after_the_message_are_refused() =>
        Refused.ByValidator(TtlvError.TrailingData, [.. Bytes.Structure(KmipTag.RequestMessage), 0], offset: 8);

    [Fact]
    public void A_message_over_the_limit_is_refused()
    {
        TtlvLimits limits = new() { MaximumMessageLength = 16 };
        byte[] bytes = Bytes.Item(KmipTag.Data, TtlvType.ByteString, new byte[9]);
        Assert.Equal(
            TtlvError.LengthExceedsLimit,
            Assert.Throws<TtlvException>(() => TtlvValidator.Validate(bytes, limits, TtlvReaderOptions.Strict)).Error);
        TtlvValidator.Validate(Bytes.Item(KmipTag.Data, TtlvType.ByteString, new byte[8]), limits, TtlvReaderOptions.Strict);
    }

    [Fact]
    public void The_number_of_items_is_limited_exactly()
    {
        byte[] bytes = Bytes.Structure(KmipTag.RequestMessage, Bytes.Structure(KmipTag.RequestHeader), Bytes.Structure(KmipTag.BatchItem));
        TtlvValidator.Validate(bytes, new TtlvLimits { MaximumItems = 3 }, TtlvReaderOptions.Strict);
        TtlvException exception = Assert.Throws<TtlvException>(
            () => TtlvValidator.Validate(bytes, new TtlvLimits { MaximumItems = 2 }, TtlvReaderOptions.Strict));
        Assert.Equal((TtlvError.ItemLimitExceeded, 16L), (exception.Error, exception.Offset));
    }

    [Fact]
    public void Structures_that_end_together_are_all_closed()
    {
        byte[] deep = Bytes.Structure(
            KmipTag.RequestMessage,
            Bytes.Structure(KmipTag.RequestHeader, Bytes.Structure(KmipTag.ProtocolVersion)),
            Bytes.Structure(KmipTag.BatchItem, Bytes.Structure(KmipTag.RequestPayload, Bytes.Structure(KmipTag.Attributes))));
        TtlvValidator.Validate(deep, TtlvLimits.Default, TtlvReaderOptions.Strict);
        Assert.Equal(deep, ItemCopier.Copy(deep));
    }
}
