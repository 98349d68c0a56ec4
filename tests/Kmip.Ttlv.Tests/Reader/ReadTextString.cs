using System.Text;
using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Reader;

public sealed class ReadTextString
{
    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1234567")]
    [InlineData("12345678")]
    [InlineData("123456789")]
    [InlineData("Schlüssel 鍵 🔑")]
    [InlineData("a\0b")]
    public void Texts_are_utf_8(string value)
    {
        byte[] bytes = Bytes.Item(KmipTag.UniqueIdentifier, TtlvType.TextString, Encoding.UTF8.GetBytes(value));
        Assert.Equal(value, new TtlvReader(bytes).ReadTextString(KmipTag.UniqueIdentifier));
        Assert.Equal(Encoding.UTF8.GetBytes(value), new TtlvReader(bytes).ReadTextStringUtf8(KmipTag.UniqueIdentifier));
        using TtlvWriter writer = new();
        writer.WriteTextString(KmipTag.UniqueIdentifier, value);
        writer.WriteTextString(KmipTag.UniqueIdentifier, value.AsSpan());
        writer.WriteTextStringUtf8(KmipTag.UniqueIdentifier, Encoding.UTF8.GetBytes(value));
        Assert.Equal([.. bytes, .. bytes, .. bytes], writer.WrittenSpan.ToArray());
    }

    [Fact]
    public void A_text_over_the_configured_length_is_refused()
    {
        byte[] bytes = Bytes.Item(KmipTag.UniqueIdentifier, TtlvType.TextString, "12345"u8);
        TtlvReaderOptions options = new() { MaximumTextLength = 4 };
        Refused.Everywhere(TtlvError.LengthExceedsLimit, bytes, options);
        Refused.ByRead(TtlvError.LengthExceedsLimit, bytes, (ref r) => r.ReadTextString(KmipTag.UniqueIdentifier), options);
        Assert.Equal("12345", new TtlvReader(bytes, new() { MaximumTextLength = 5 }).ReadTextString(KmipTag.UniqueIdentifier));
    }

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    public void Half_of_a_surrogate_pair_is_not_written(int half)
    {
        using TtlvWriter writer = new();
        string text = "a" + (char)half + "b";
        Assert.Throws<ArgumentException>(() => writer.WriteTextString(KmipTag.UniqueIdentifier, text));
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void Bytes_that_are_not_utf_8_are_not_written()
    {
        using TtlvWriter writer = new();
        Assert.Throws<ArgumentException>(() => writer.WriteTextStringUtf8(KmipTag.UniqueIdentifier, [0xC0, 0x80]));
        Assert.Equal(0, writer.Length);
    }
}
