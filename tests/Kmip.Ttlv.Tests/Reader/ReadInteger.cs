using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Reader;

public sealed class ReadInteger
{
    [Theory]
    [InlineData(0, "00000000")]
    [InlineData(1, "00000001")]
    [InlineData(-1, "FFFFFFFF")]
    [InlineData(int.MaxValue, "7FFFFFFF")]
    [InlineData(int.MinValue, "80000000")]
    public void Values_are_signed(int value, string digits)
    {
        byte[] bytes = Bytes.Item(KmipTag.BatchCount, TtlvType.Integer, Bytes.Hex(digits));
        Assert.Equal(value, new TtlvReader(bytes).ReadInteger(KmipTag.BatchCount));
        Assert.Equal(value, new TtlvReader(bytes, TtlvReaderOptions.Lenient).ReadInteger(KmipTag.BatchCount));
        using TtlvWriter writer = new();
        writer.WriteInteger(KmipTag.BatchCount, value);
        Assert.Equal(bytes, writer.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData(7, "0000000000000007")]
    [InlineData(-7, "FFFFFFFFFFFFFFF9")]
    [InlineData(7, "0000000700000000")]
    [InlineData(-7, "FFFFFFF900000000")]
    [InlineData(-1, "FFFFFFFF00000000")]
    [InlineData(-1, "FFFFFFFFFFFFFFFF")]
    [InlineData(0, "0000000000000000")]
    [InlineData(int.MinValue, "FFFFFFFF80000000")]
    [InlineData(int.MinValue, "8000000000000000")]
    public void Eight_bytes_are_read_leniently_in_both_ways_that_are_seen(int value, string digits)
    {
        byte[] bytes = Bytes.Item(KmipTag.BatchCount, TtlvType.Integer, Bytes.Hex(digits));
        Assert.Equal(value, new TtlvReader(bytes, TtlvReaderOptions.Lenient).ReadInteger(KmipTag.BatchCount));
        TtlvValidator.Validate(bytes, TtlvLimits.Default, TtlvReaderOptions.Lenient);
        Refused.Everywhere(TtlvError.InvalidLength, bytes);
    }

    [Theory]
    [InlineData("0000000080000000")]
    [InlineData("0000000100000001")]
    [InlineData("7FFFFFFFFFFFFFFF")]
    public void Eight_bytes_that_are_no_32_bit_value_are_refused(string digits) =>
        Refused.Everywhere(
            TtlvError.ValueOutOfRange, Bytes.Item(KmipTag.BatchCount, TtlvType.Integer, Bytes.Hex(digits)), TtlvReaderOptions.Lenient);
}
