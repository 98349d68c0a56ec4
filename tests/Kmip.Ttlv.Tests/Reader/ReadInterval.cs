using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Reader;

public sealed class ReadInterval
{
    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void Seconds_are_unsigned(uint seconds)
    {
        using TtlvWriter writer = new();
        writer.WriteInterval(KmipTag.LeaseTime, seconds);
        Assert.Equal(seconds, new TtlvReader(writer.WrittenSpan).ReadInterval(KmipTag.LeaseTime));
        Assert.Equal((byte)TtlvType.Interval, writer.WrittenSpan[3]);
    }

    [Fact]
    public void An_integer_is_not_an_interval() =>
        Refused.ByRead(
            TtlvError.UnexpectedType,
            Bytes.Item(KmipTag.LeaseTime, TtlvType.Integer, 0, 0, 0, 1),
            (ref r) => r.ReadInterval(KmipTag.LeaseTime));
}
