using System.Buffers;
using Kmip.TestSupport;
using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.VectorTests;

/// <summary>Every bad vector below protocol level is refused, each for the reason named here.</summary>
public sealed class InvalidVectorTests
{
    /// <summary>The rows that are wrong as bare items: a reader of items refuses them.</summary>
    public static TheoryData<string, TtlvError> BadItems => new()
    {
        { "TestCreateResponsePayload.setUp/no_unique_identifier_encoding", TtlvError.Truncated },
        { "TestGetResponsePayload.setUp/partial_encoding_missing_object_type", TtlvError.Truncated },
        { "TestBigInteger.setUp/encoding_bad_length", TtlvError.InvalidLength },
        { "TestBoolean.test_read_bad_encoding/encoding", TtlvError.Truncated },
        { "TestBoolean.test_read_bad_value/encoding", TtlvError.InvalidBoolean },
        { "TestByteString.test_read_on_invalid_padding/encoding", TtlvError.NonZeroPadding },
        { "TestEnumeration.setUp/encoding_bad_length", TtlvError.InvalidLength },
        { "TestInterval.setUp/encoding_bad_length", TtlvError.InvalidLength },
        { "TestInterval.setUp/encoding_bad_padding", TtlvError.NonZeroPadding },
        { "TestLongInteger.test_read_on_invalid_length/encoding", TtlvError.InvalidLength },
        { "TestTextString.test_read_on_invalid_padding/encoding", TtlvError.NonZeroPadding },
        { "s07_child_exceeds_parent_length_no_crash", TtlvError.LengthExceedsParent },
        { "s08_huge_declared_length_no_oom", TtlvError.Truncated },
        { "w07_type_byte_zero", TtlvError.InvalidType },
        { "w15_integer_declared_length_zero", TtlvError.InvalidLength },
        { "w17_bytestring_truncated_value", TtlvError.Truncated },
        { "w19_textstring_invalid_utf8", TtlvError.InvalidUtf8 },
        { "test_get_num_items_next_with_partial_item", TtlvError.Truncated },
        { "kms_kmip_reader_find_and_recurse_invalid_test", TtlvError.InvalidLength },
        { "w02_truncated_four_bytes", TtlvError.Truncated },
        { "w03_truncated_seven_bytes", TtlvError.Truncated },
        { "w04_header_only_no_value", TtlvError.Truncated },
        { "w08_type_byte_above_max", TtlvError.InvalidType },
        { "w10_child_exceeds_parent_remaining", TtlvError.LengthExceedsParent },
        { "w16_textstring_truncated_value", TtlvError.Truncated },
        { "s08_huge_declared_length", TtlvError.Truncated },
        { "invalid_root_type", TtlvError.InvalidType },
        { "length_overflow", TtlvError.InvalidLength },
        { "wrong_value_length", TtlvError.InvalidLength },
        { "wrong_boolean_value", TtlvError.InvalidBoolean },
        { "TestCreateResponsePayload.test_read_missing_unique_identifier", TtlvError.Truncated },
        { "TestGetResponsePayload.test_read_missing_object_type", TtlvError.Truncated },
        { "TestBigInteger.test_read_on_invalid_length", TtlvError.InvalidLength },
        { "TestEnumeration.test_read_on_invalid_length", TtlvError.InvalidLength },
        { "TestInterval.test_read_on_invalid_length", TtlvError.InvalidLength },
        { "TestInterval.test_read_on_invalid_padding", TtlvError.NonZeroPadding },
        { "w14_depth_1000", TtlvError.DepthExceeded },
    };

    /// <summary>The rows that are good as items, or none at all, and are no whole message.</summary>
    public static TheoryData<string, TtlvError> BadMessages => new()
    {
        { "w01_empty_input", TtlvError.MissingItem },
        { "w11_structure_length_zero_with_extra_bytes", TtlvError.TrailingData },
        { "truncated_frame", TtlvError.Truncated },
    };

    /// <summary>The rows whose header a client refuses as the beginning of a response.</summary>
    public static TheoryData<string, TtlvError> BadFrames => new()
    {
        { "w06_invalid_tag_prefix", TtlvError.InvalidTag },
        { "request_message_tag_in_response", TtlvError.UnexpectedTag },
        { "wrong_type_in_frame", TtlvError.UnexpectedType },
        { "empty_structure_frame", TtlvError.InvalidLength },
        { "unaligned_structure_frame", TtlvError.InvalidLength },
        { "length_with_sign_bit", TtlvError.LengthExceedsLimit },
    };

    private static byte[] BytesOf(string name) => Vectors.Invalid.First(v => v.Name == name).Bytes;

    [Theory]
    [MemberData(nameof(BadItems))]
    public void A_bad_item_is_refused(string name, TtlvError error)
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        Refused.ByWalk(error, BytesOf(name));
    }

    [Theory]
    [MemberData(nameof(BadMessages))]
    public void A_bad_message_is_refused(string name, TtlvError error)
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        Refused.ByValidator(error, BytesOf(name));
    }

    [Theory]
    [MemberData(nameof(BadFrames))]
    public void A_bad_frame_is_refused(string name, TtlvError error)
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        ReadOnlySequence<byte> buffer = new(BytesOf(name));
        Assert.Equal(error, Assert.Throws<TtlvException>(
            () => TtlvFraming.TryReadFrame(ref buffer, KmipTag.ResponseMessage, TtlvLimits.Default, out _)).Error);
    }

    [Fact]
    public void No_row_below_protocol_level_is_forgotten()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        IEnumerable<string> tested = BadItems.Concat(BadMessages).Concat(BadFrames).Select(row => row.Data.Item1);
        Assert.Equal(Vectors.Invalid.Where(v => v.Level != "protocol").Select(v => v.Name).Order(), tested.Order());
    }

    [Fact]
    public void Rows_of_protocol_level_are_good_items()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        foreach ((string _, string _, byte[] bytes) in Vectors.Invalid.Where(v => v.Level == "protocol"))
        {
            Assert.Equal(bytes, ItemCopier.Copy(bytes));
        }
    }
}
