using System.Numerics;
using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Reader;

public sealed class ReadBigInteger
{
    [Theory]
    [InlineData("0", "0000000000000000")]
    [InlineData("-1", "FFFFFFFFFFFFFFFF")]
    [InlineData("9223372036854775807", "7FFFFFFFFFFFFFFF")]
    [InlineData("9223372036854775808", "00000000000000008000000000000000")]
    [InlineData("-9223372036854775808", "8000000000000000")]
    [InlineData("-9223372036854775809", "FFFFFFFFFFFFFFFF7FFFFFFFFFFFFFFF")]
    public void Numbers_are_sign_extended_to_a_multiple_of_8(string number, string digits)
    {
        BigInteger value = BigInteger.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
        byte[] bytes = Bytes.Item(KmipTag.Modulus, TtlvType.BigInteger, Bytes.Hex(digits));
        Assert.Equal(value, new TtlvReader(bytes).ReadBigInteger(KmipTag.Modulus));
        Assert.Equal(Bytes.Hex(digits), new TtlvReader(bytes).ReadBigIntegerBytes(KmipTag.Modulus));
        using TtlvWriter writer = new();
        writer.WriteBigInteger(KmipTag.Modulus, value);
        Assert.Equal(bytes, writer.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData("01", "0000000000000001")]
    [InlineData("80", "FFFFFFFFFFFFFF80")]
    [InlineData("0080", "0000000000000080")]
    [InlineData("FF 0102030405060708", "FFFFFFFFFFFFFFFF 0102030405060708")]
    public void Bytes_of_any_length_are_written_with_their_sign_extended(string value, string digits)
    {
        using TtlvWriter writer = new();
        writer.WriteBigInteger(KmipTag.Modulus, Bytes.Hex(value));
        Assert.Equal(Bytes.Hex(digits), writer.WrittenSpan[8..].ToArray());
    }

    [Fact]
    public void No_bytes_are_no_number()
    {
        using TtlvWriter writer = new();
        Assert.Throws<ArgumentException>(() => writer.WriteBigInteger(KmipTag.Modulus, ReadOnlySpan<byte>.Empty));
        Assert.Equal(0, writer.Length);
    }
}
