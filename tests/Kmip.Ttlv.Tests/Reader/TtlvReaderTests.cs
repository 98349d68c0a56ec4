using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Reader;

public sealed class TtlvReaderTests
{
    private static readonly byte[] TwoItems =
        [.. Bytes.Item(KmipTag.BatchCount, TtlvType.Integer, 0, 0, 0, 1), .. Bytes.Item(KmipTag.State, TtlvType.Enumeration, 0, 0, 0, 2)];

    [Fact]
    public void Peeking_does_not_move()
    {
        TtlvReader reader = new(TwoItems);
        Assert.Equal(KmipTag.BatchCount, reader.PeekTag());
        Assert.Equal(TtlvType.Integer, reader.PeekType());
        Assert.True(reader.TryPeek(out KmipTag tag, out TtlvType type));
        Assert.Equal((KmipTag.BatchCount, TtlvType.Integer), (tag, type));
        Assert.True(reader.NextIs(KmipTag.BatchCount));
        Assert.False(reader.NextIs(KmipTag.State));
        Assert.Equal(0, reader.Position);
    }

    [Fact]
    public void At_the_end_there_is_nothing_to_peek_at()
    {
        TtlvReader reader = new([]);
        Assert.True(reader.IsAtEnd);
        Assert.False(reader.NextIs(KmipTag.BatchCount));
        Assert.False(reader.TryPeek(out _, out _));
        reader.ThrowIfNotEmpty();
        Refused.ByRead(TtlvError.MissingItem, [], (ref r) => r.PeekTag());
        Refused.ByRead(TtlvError.MissingItem, [], (ref r) => r.PeekType());
    }

    [Fact]
    public void A_missing_item_names_the_tag_that_was_expected()
    {
        TtlvException exception = Refused.ByRead(TtlvError.MissingItem, [], (ref r) => r.ReadInteger(KmipTag.BatchCount));
        Assert.Equal(KmipTag.BatchCount, exception.Tag);
        Assert.Equal("MissingItem: BatchCount at offset 0", exception.Message);
    }

    [Fact]
    public void Another_tag_is_refused_and_both_are_named()
    {
        TtlvException exception = Refused.ByRead(TtlvError.UnexpectedTag, TwoItems, (ref r) => r.ReadEnumeration(KmipTag.State));
        Assert.Equal(KmipTag.State, exception.Tag);
        Assert.Equal("UnexpectedTag: State at offset 0: found BatchCount", exception.Message);
    }

    [Fact]
    public void A_tag_without_a_name_is_named_by_its_digits()
    {
        byte[] item = Bytes.Item((KmipTag)0x540001, TtlvType.Boolean, 0, 0, 0, 0, 0, 0, 0, 0);
        TtlvException exception = Refused.ByRead(TtlvError.UnexpectedTag, item, (ref r) => r.ReadInteger(KmipTag.BatchCount));
        Assert.Contains("found 0x540001", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_type_is_refused()
    {
        TtlvException exception = Refused.ByRead(TtlvError.UnexpectedType, TwoItems, (ref r) => r.ReadTextString(KmipTag.BatchCount));
        Assert.Equal("UnexpectedType: BatchCount at offset 0: expected TextString, found Integer", exception.Message);
    }

    [Fact]
    public void What_is_left_over_is_refused_by_name_and_place()
    {
        TtlvReader reader = new(TwoItems);
        reader.Skip();
        TtlvException exception = Refused.ByRead(TtlvError.UnexpectedItem, TwoItems[16..], (ref r) => r.ThrowIfNotEmpty());
        Assert.Equal(KmipTag.State, exception.Tag);
        Assert.Equal(16, reader.Position);
    }

    [Fact]
    public void Positions_count_from_the_outermost_data()
    {
        byte[] bytes = [.. TwoItems, .. Bytes.Structure(KmipTag.RequestMessage, Bytes.Structure(KmipTag.RequestHeader, TwoItems))];
        TtlvReader reader = new(bytes);
        reader.Skip();
        reader.Skip();
        TtlvReader message = reader.ReadStructure(KmipTag.RequestMessage);
        Assert.Equal(40, message.Position);
        TtlvReader header = message.ReadStructure(KmipTag.RequestHeader);
        Assert.Equal(48, header.Position);
        Assert.Equal(1, header.ReadInteger(KmipTag.BatchCount));
        Assert.Equal(64, header.Position);
        Assert.Equal(80, message.Position);
        Assert.Equal(80, reader.Position);
    }

    [Fact]
    public void Positions_of_a_slice_count_from_the_message_it_was_cut_from()
    {
        TtlvReader reader = new(TwoItems, position: 100);
        Assert.Equal(100, reader.Position);
        reader.Skip();
        Assert.Equal(116, reader.Position);
        TtlvException? exception = null;
        try
        {
            reader.ReadInteger(KmipTag.BatchCount);
        }
        catch (TtlvException caught)
        {
            exception = caught;
        }

        Assert.Equal(116, exception!.Offset);
    }

    [Fact]
    public void A_reader_without_data_behaves_as_an_empty_one()
    {
        TtlvReader reader = default;
        Assert.True(reader.IsAtEnd);
        Assert.Equal(0, reader.Position);
        TtlvError error = default;
        try
        {
            _ = reader.ReadStructure(KmipTag.RequestMessage);
        }
        catch (TtlvException exception)
        {
            error = exception.Error;
        }

        Assert.Equal(TtlvError.MissingItem, error);
    }
}
