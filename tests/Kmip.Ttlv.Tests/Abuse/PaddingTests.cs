using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Abuse;

/// <summary>ABUSE A10: each padding byte of each type that has any.</summary>
[Trait("Abuse", "A10")]
public sealed class PaddingTests
{
    [Theory]
    [InlineData(TtlvType.Integer, 4)]
    [InlineData(TtlvType.Enumeration, 4)]
    [InlineData(TtlvType.Interval, 4)]
    [InlineData(TtlvType.TextString, 1)]
    [InlineData(TtlvType.TextString, 7)]
    [InlineData(TtlvType.TextString, 9)]
    [InlineData(TtlvType.ByteString, 1)]
    [InlineData(TtlvType.ByteString, 6)]
    [InlineData(TtlvType.ByteString, 17)]
    public void A_padding_byte_that_is_not_zero_is_refused_and_read_leniently(TtlvType type, int length)
    {
        byte[] good = Bytes.Item(KmipTag.Data, type, Enumerable.Repeat((byte)0x41, length).ToArray());
        for (int place = 8 + length; place < good.Length; place++)
        {
            foreach (byte value in new byte[] { 1, 0x80, 0xFF })
            {
                byte[] bad = [.. good];
                bad[place] = value;
                Refused.Everywhere(TtlvError.NonZeroPadding, bad);
                Refused.Everywhere(TtlvError.NonZeroPadding, Bytes.Structure(KmipTag.Attribute, bad), offset: 8);
                TtlvValidator.Validate(bad, TtlvLimits.Default, TtlvReaderOptions.Lenient);
                Assert.Equal(good, ItemCopier.Copy(bad, TtlvReaderOptions.Lenient));
            }
        }
    }
}
