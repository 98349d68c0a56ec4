using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Reader;

public sealed class ReadEnumeration
{
    private enum Colour : uint
    {
        Red = 1,
    }

    private enum Small : byte
    {
        Only = 1,
    }

    [Theory]
    [InlineData(0u, "00000000")]
    [InlineData(0x80000001u, "80000001")]
    [InlineData(uint.MaxValue, "FFFFFFFF")]
    public void Every_value_is_accepted(uint value, string digits)
    {
        byte[] bytes = Bytes.Item(KmipTag.State, TtlvType.Enumeration, Bytes.Hex(digits));
        Assert.Equal(value, new TtlvReader(bytes).ReadEnumeration(KmipTag.State));
        using TtlvWriter writer = new();
        writer.WriteEnumeration(KmipTag.State, value);
        Assert.Equal(bytes, writer.WrittenSpan.ToArray());
    }

    [Fact]
    public void An_enum_of_32_bits_is_read_and_written_open()
    {
        using TtlvWriter writer = new();
        writer.WriteEnumeration(KmipTag.State, Colour.Red);
        writer.WriteEnumeration(KmipTag.State, (Colour)0x8000_0009);
        TtlvReader reader = new(writer.WrittenSpan);
        Assert.Equal(Colour.Red, reader.ReadEnumeration<Colour>(KmipTag.State));
        Assert.Equal((Colour)0x8000_0009, reader.ReadEnumeration<Colour>(KmipTag.State));
    }

    [Fact]
    public void An_enum_of_another_width_is_a_mistake_of_the_caller()
    {
        using TtlvWriter writer = new();
        Assert.Throws<NotSupportedException>(() => writer.WriteEnumeration(KmipTag.State, Small.Only));
    }

    [Theory]
    [InlineData(5u, "0000000000000005")]
    [InlineData(5u, "0000000500000000")]
    [InlineData(0x80000001u, "0000000080000001")]
    [InlineData(0x80000001u, "FFFFFFFF80000001")]
    [InlineData(0x80000001u, "8000000100000000")]
    public void Eight_bytes_are_read_leniently(uint value, string digits)
    {
        byte[] bytes = Bytes.Item(KmipTag.State, TtlvType.Enumeration, Bytes.Hex(digits));
        Assert.Equal(value, new TtlvReader(bytes, TtlvReaderOptions.Lenient).ReadEnumeration(KmipTag.State));
        TtlvValidator.Validate(bytes, TtlvLimits.Default, TtlvReaderOptions.Lenient);
        Refused.Everywhere(TtlvError.InvalidLength, bytes);
    }

    [Fact]
    public void Eight_bytes_that_are_no_32_bit_value_are_refused() =>
        Refused.Everywhere(
            TtlvError.ValueOutOfRange, Bytes.Item(KmipTag.State, TtlvType.Enumeration, 0, 0, 0, 1, 0, 0, 0, 2), TtlvReaderOptions.Lenient);

    /// <summary>The lenient reader knows of no client that sends an Interval of eight bytes.</summary>
    [Fact]
    public void An_interval_of_eight_bytes_is_refused_even_leniently() =>
        Refused.Everywhere(
            TtlvError.InvalidLength, Bytes.Item(KmipTag.LeaseTime, TtlvType.Interval, 0, 0, 0, 0, 0, 0, 0, 2), TtlvReaderOptions.Lenient);
}
