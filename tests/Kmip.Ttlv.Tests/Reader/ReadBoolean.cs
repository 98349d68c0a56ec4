using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Reader;

public sealed class ReadBoolean
{
    [Theory]
    [InlineData(false, "0000000000000000")]
    [InlineData(true, "0000000000000001")]
    public void Zero_and_one_are_values(bool value, string digits)
    {
        byte[] bytes = Bytes.Item(KmipTag.Sensitive, TtlvType.Boolean, Bytes.Hex(digits));
        Assert.Equal(value, new TtlvReader(bytes).ReadBoolean(KmipTag.Sensitive));
        using TtlvWriter writer = new();
        writer.WriteBoolean(KmipTag.Sensitive, value);
        Assert.Equal(bytes, writer.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData("0000000000000002")]
    [InlineData("0100000000000000")]
    [InlineData("00000000000000FF")]
    [InlineData("0000000100000000")]
    public void Anything_else_is_refused_even_leniently(string digits)
    {
        byte[] bytes = Bytes.Item(KmipTag.Sensitive, TtlvType.Boolean, Bytes.Hex(digits));
        Refused.Everywhere(TtlvError.InvalidBoolean, bytes);
        Refused.Everywhere(TtlvError.InvalidBoolean, bytes, TtlvReaderOptions.Lenient);
    }
}
