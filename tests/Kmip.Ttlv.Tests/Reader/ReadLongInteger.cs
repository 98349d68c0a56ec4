using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Reader;

public sealed class ReadLongInteger
{
    [Theory]
    [InlineData(0, "0000000000000000")]
    [InlineData(-1, "FFFFFFFFFFFFFFFF")]
    [InlineData(long.MaxValue, "7FFFFFFFFFFFFFFF")]
    [InlineData(long.MinValue, "8000000000000000")]
    public void Values_are_signed(long value, string digits)
    {
        byte[] bytes = Bytes.Item(KmipTag.UsageLimitsTotal, TtlvType.LongInteger, Bytes.Hex(digits));
        Assert.Equal(value, new TtlvReader(bytes).ReadLongInteger(KmipTag.UsageLimitsTotal));
        using TtlvWriter writer = new();
        writer.WriteLongInteger(KmipTag.UsageLimitsTotal, value);
        Assert.Equal(bytes, writer.WrittenSpan.ToArray());
    }
}
