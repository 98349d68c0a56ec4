using System.Numerics;
using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Abuse;

/// <summary>ABUSE A11: lengths and sizes of big integers.</summary>
[Trait("Abuse", "A11")]
public sealed class BigIntegerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(12)]
    public void A_length_that_is_not_a_positive_multiple_of_8_is_refused(uint length)
    {
        byte[] bytes = [.. Bytes.Header(KmipTag.Modulus, 4, length), .. new byte[(length + 7) / 8 * 8]];
        Refused.Everywhere(TtlvError.InvalidLength, bytes);
        Refused.Everywhere(TtlvError.InvalidLength, bytes, TtlvReaderOptions.Lenient);
    }

    [Theory]
    [InlineData(0x00, 8)]
    [InlineData(0xFF, 8)]
    [InlineData(0x00, 64)]
    [InlineData(0xFF, 64)]
    [InlineData(0x7F, (1024 * 1024) - 16)]
    [InlineData(0xFF, (1024 * 1024) - 16)]
    public void Others_are_read_and_written_to_the_same_bytes(byte value, int length)
    {
        byte[] bytes = Bytes.Structure(
            KmipTag.RequestMessage, Bytes.Item(KmipTag.Modulus, TtlvType.BigInteger, Enumerable.Repeat(value, length).ToArray()));
        TtlvValidator.Validate(bytes, TtlvLimits.Default, TtlvReaderOptions.Strict);
        Assert.Equal(bytes, ItemCopier.Copy(bytes));
        TtlvReader reader = new TtlvReader(bytes).ReadStructure(KmipTag.RequestMessage);
        BigInteger number = reader.ReadBigInteger(KmipTag.Modulus);
        Assert.Equal(value == 0 ? 0 : value == 0xFF ? -1 : 1, number.Sign);
    }
}
