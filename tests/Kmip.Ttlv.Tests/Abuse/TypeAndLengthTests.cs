using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Abuse;

/// <summary>ABUSE A07, A08, A17: wrong types, wrong lengths, children that do not fill their parent.</summary>
public sealed class TypeAndLengthTests
{
    private static readonly byte[] Message = Bytes.Structure(
        KmipTag.RequestMessage,
        Bytes.Structure(KmipTag.RequestHeader, Bytes.Item(KmipTag.BatchCount, TtlvType.Integer, 0, 0, 0, 1)),
        Bytes.Structure(
            KmipTag.BatchItem,
            Bytes.Item(KmipTag.Operation, TtlvType.Enumeration, 0, 0, 0, 10),
            Bytes.Structure(KmipTag.RequestPayload, Bytes.Item(KmipTag.UniqueIdentifier, TtlvType.TextString, "key-1"u8))));

    [Fact]
    [Trait("Abuse", "A07")]
    public void Every_unknown_type_at_every_item_is_refused_there()
    {
        TtlvValidator.Validate(Message, TtlvLimits.Default, TtlvReaderOptions.Strict);
        foreach (int offset in Bytes.ItemOffsets(Message))
        {
            foreach (int type in Enumerable.Range(0, 256).Where(type => type is 0 or > 0x0B))
            {
                byte[] bytes = [.. Message];
                bytes[offset + 3] = (byte)type;
                Refused.Everywhere(TtlvError.InvalidType, bytes, offset: offset);
                Refused.Everywhere(TtlvError.InvalidType, bytes, TtlvReaderOptions.Lenient, offset);
            }
        }
    }

    [Theory]
    [Trait("Abuse", "A08")]
    [InlineData(TtlvType.Integer, new uint[] { 0, 1, 3, 5, 8, 12, 16 })]
    [InlineData(TtlvType.Enumeration, new uint[] { 0, 1, 3, 5, 8, 12, 16 })]
    [InlineData(TtlvType.Interval, new uint[] { 0, 1, 3, 5, 8, 12, 16 })]
    [InlineData(TtlvType.LongInteger, new uint[] { 0, 4, 7, 9, 16 })]
    [InlineData(TtlvType.DateTime, new uint[] { 0, 4, 7, 9, 16 })]
    [InlineData(TtlvType.DateTimeExtended, new uint[] { 0, 4, 7, 9, 16 })]
    [InlineData(TtlvType.Boolean, new uint[] { 0, 4, 7, 9, 16 })]
    public void A_fixed_length_that_is_declared_wrong_is_refused(TtlvType type, uint[] lengths)
    {
        foreach (uint length in lengths)
        {
            byte[] item = [.. Bytes.Header(KmipTag.State, (byte)type, length), .. new byte[(length + 7) / 8 * 8]];
            Refused.Everywhere(TtlvError.InvalidLength, item);
            Refused.Everywhere(TtlvError.InvalidLength, Bytes.Structure(KmipTag.Attribute, item), offset: 8);
            if (length != 8 || type == TtlvType.Interval)
            {
                Refused.Everywhere(TtlvError.InvalidLength, item, TtlvReaderOptions.Lenient);
            }
        }
    }

    [Theory]
    [Trait("Abuse", "A17")]
    [InlineData(8, TtlvError.LengthExceedsParent, 8)] // the parent ends where the value of its child begins
    [InlineData(24, TtlvError.Truncated, 0)] // the parent is longer than what there is
    [InlineData(15, TtlvError.InvalidLength, 0)] // the parent ends one byte early
    [InlineData(17, TtlvError.InvalidLength, 0)]
    public void A_parent_that_is_not_as_long_as_its_children_is_refused(uint length, TtlvError error, int offset)
    {
        byte[] bytes = [.. Bytes.Header(KmipTag.Attribute, 1, length), .. Bytes.Item(KmipTag.State, TtlvType.Enumeration, 0, 0, 0, 1)];
        Refused.Everywhere(error, bytes, offset: offset);
    }

    [Fact]
    [Trait("Abuse", "A17")]
    public void A_parent_that_is_8_bytes_longer_than_its_children_takes_what_follows_as_a_child()
    {
        byte[] first = [.. Bytes.Header(KmipTag.Attribute, 1, 24), .. Bytes.Item(KmipTag.State, TtlvType.Enumeration, 0, 0, 0, 1)];
        byte[] next = Bytes.Item(KmipTag.BatchCount, TtlvType.Integer, 0, 0, 0, 1);
        byte[] bytes = [.. Bytes.Header(KmipTag.BatchItem, 1, 40), .. first, .. next];
        Refused.Everywhere(TtlvError.LengthExceedsParent, bytes, offset: 32);
    }

    [Fact]
    [Trait("Abuse", "A17")]
    public void A_child_that_is_longer_than_its_parent_is_refused()
    {
        foreach (byte type in new byte[] { 1, 4, 7, 8 })
        {
            byte[] bytes = [.. Bytes.Header(KmipTag.Attribute, 1, 16), .. Bytes.Header(KmipTag.Data, type, 16), .. new byte[16]];
            Refused.ByWalk(TtlvError.LengthExceedsParent, bytes, offset: 8);
            Refused.ByValidator(TtlvError.LengthExceedsParent, bytes, offset: 8);
        }
    }

    [Fact]
    [Trait("Abuse", "A17")]
    public void A_text_that_is_declared_one_byte_short_has_bad_padding()
    {
        byte[] bytes = [.. Bytes.Header(KmipTag.UniqueIdentifier, 7, 4), .. "key-1"u8, 0, 0, 0];
        Refused.Everywhere(TtlvError.NonZeroPadding, bytes);
    }
}
