using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Reader;

public sealed class ReadByteString
{
    [Fact]
    public void Every_length_has_the_least_padding()
    {
        for (int length = 0; length <= 65; length++)
        {
            byte[] value = [.. Enumerable.Range(1, length).Select(i => (byte)i)];
            byte[] bytes = Bytes.Item(KmipTag.KeyMaterial, TtlvType.ByteString, value);
            Assert.Equal(value, new TtlvReader(bytes).ReadByteString(KmipTag.KeyMaterial).ToArray());
            using TtlvWriter writer = new();
            writer.WriteByteString(KmipTag.KeyMaterial, value);
            Assert.Equal(bytes, writer.WrittenSpan.ToArray());
        }
    }

    [Fact]
    public void Missing_padding_is_a_truncation() =>
        Refused.ByRead(
            TtlvError.Truncated, Bytes.Item(KmipTag.Data, TtlvType.ByteString, 1, 2, 3)[..12], (ref r) => r.ReadByteString(KmipTag.Data));

    [Fact]
    public void Padding_of_a_pooled_buffer_is_zero()
    {
        using TtlvWriter writer = new(64);
        writer.WriteByteString(KmipTag.Data, Enumerable.Repeat((byte)0xFF, 48).ToArray());
        writer.Reset();
        writer.WriteByteString(KmipTag.Data, [1]);
        writer.WriteTextString(KmipTag.Data, "a");
        Assert.Equal(
            [.. Bytes.Item(KmipTag.Data, TtlvType.ByteString, 1), .. Bytes.Item(KmipTag.Data, TtlvType.TextString, 0x61)],
            writer.WrittenSpan.ToArray());
    }
}
