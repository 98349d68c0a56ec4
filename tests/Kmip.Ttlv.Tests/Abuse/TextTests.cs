using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Abuse;

/// <summary>ABUSE A12, A14: texts that are not UTF-8, and very long ones.</summary>
public sealed class TextTests
{
    [Theory]
    [Trait("Abuse", "A12")]
    [InlineData("C080")] // NUL, overlong
    [InlineData("C1BF")] // overlong in two bytes
    [InlineData("E0808A")] // overlong in three bytes
    [InlineData("F0808080")] // overlong in four bytes
    [InlineData("EDA080")] // the first surrogate
    [InlineData("EDBFBF")] // the last surrogate
    [InlineData("EDA080EDB080")] // a pair of them
    [InlineData("F4908080")] // above 10FFFF
    [InlineData("F5808080")]
    [InlineData("FF")]
    [InlineData("80")] // a continuation alone
    [InlineData("C3")] // cut off
    [InlineData("E282")]
    [InlineData("F09F94")]
    [InlineData("41C341")]
    public void What_is_not_utf_8_is_refused_even_leniently(string digits)
    {
        byte[] bytes = Bytes.Item(KmipTag.UniqueIdentifier, TtlvType.TextString, Bytes.Hex(digits));
        Refused.Everywhere(TtlvError.InvalidUtf8, bytes);
        Refused.Everywhere(TtlvError.InvalidUtf8, bytes, TtlvReaderOptions.Lenient);
        foreach (int before in new[] { 1, 6, 8, 15, 16, 31, 100, 127, 128, 129, 300 })
        {
            byte[] late = Bytes.Item(KmipTag.UniqueIdentifier, TtlvType.TextString, [.. new byte[before], .. Bytes.Hex(digits)]);
            Refused.Everywhere(TtlvError.InvalidUtf8, late);
        }
    }

    /// <summary>A NUL is well-formed; what it may mean in a name is for the protocol to say.</summary>
    [Fact]
    [Trait("Abuse", "A12")]
    public void An_embedded_nul_is_a_character()
    {
        byte[] bytes = Bytes.Item(KmipTag.UniqueIdentifier, TtlvType.TextString, 0x61, 0, 0x62);
        TtlvValidator.Validate(bytes, TtlvLimits.Default, TtlvReaderOptions.Strict);
        Assert.Equal("a\0b", new TtlvReader(bytes).ReadTextString(KmipTag.UniqueIdentifier));
    }

    [Theory]
    [Trait("Abuse", "A14")]
    [InlineData(64 * 1024)]
    [InlineData(128 * 1024)]
    [InlineData(256 * 1024)]
    [InlineData(512 * 1024)]
    [InlineData((1024 * 1024) - 16)]
    public void A_long_text_costs_two_bytes_for_each_of_its_own_and_nothing_to_check(int length)
    {
        byte[] bytes = Bytes.Structure(
            KmipTag.RequestMessage,
            Bytes.Item(KmipTag.UniqueIdentifier, TtlvType.TextString, Enumerable.Repeat((byte)'x', length).ToArray()));
        Assert.Equal(0, Allocations.Of(() => TtlvValidator.Validate(bytes, TtlvLimits.Default, TtlvReaderOptions.Strict)));
        long allocated = Allocations.Of(
            () => new TtlvReader(bytes).ReadStructure(KmipTag.RequestMessage).ReadTextString(KmipTag.UniqueIdentifier));
        Assert.InRange(allocated, 2 * length, (2 * length) + (16 * 1024));
    }
}
