using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Reader;

public sealed class ReadEncodedItem
{
    private static readonly byte[] Payload = Bytes.Structure(
        KmipTag.RequestPayload,
        Bytes.Item(KmipTag.UniqueIdentifier, TtlvType.TextString, "key-1"u8),
        Bytes.Structure(KmipTag.KeyWrappingSpecification, Bytes.Item(KmipTag.WrappingMethod, TtlvType.Enumeration, 0, 0, 0, 1)));

    [Fact]
    public void The_item_comes_whole_and_is_written_again_as_it_is()
    {
        byte[] bytes = [.. Payload, .. Bytes.Item(KmipTag.State, TtlvType.Enumeration, 0, 0, 0, 1)];
        TtlvReader reader = new(bytes);
        ReadOnlySpan<byte> item = reader.ReadEncodedItem();
        Assert.Equal(Payload, item.ToArray());
        Assert.Equal(1u, reader.ReadEnumeration(KmipTag.State));
        using TtlvWriter writer = new();
        writer.WriteEncodedItem(item);
        Assert.Equal(Payload, writer.WrittenSpan.ToArray());
    }

    [Fact]
    public void What_is_inside_is_checked_and_the_offset_is_absolute()
    {
        byte[] bad = Bytes.Structure(KmipTag.RequestMessage, Payload);
        bad[^1] = 1; // the padding of the enumeration
        TtlvReader outer = new(bad);
        TtlvReader reader = outer.ReadStructure(KmipTag.RequestMessage);
        TtlvException? exception = null;
        try
        {
            reader.Skip();
        }
        catch (TtlvException caught)
        {
            exception = caught;
        }

        Assert.Equal((TtlvError.NonZeroPadding, KmipTag.WrappingMethod), (exception!.Error, exception.Tag));
        Assert.Equal(bad.Length - 16, exception.Offset);
        Assert.Equal(8, reader.Position);
    }

    [Fact]
    public void At_the_end_there_is_none() => Refused.ByRead(TtlvError.MissingItem, [], (ref r) => r.ReadEncodedItem());

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(24)]
    public void Bytes_that_are_not_one_item_by_their_header_are_not_written(int length)
    {
        byte[] bytes = [.. Bytes.Item(KmipTag.State, TtlvType.Enumeration, 0, 0, 0, 1), .. new byte[8]];
        using TtlvWriter writer = new();
        Assert.Throws<ArgumentException>(() => writer.WriteEncodedItem(bytes.AsSpan(0, length)));
        Assert.Equal(0, writer.Length);
    }
}
