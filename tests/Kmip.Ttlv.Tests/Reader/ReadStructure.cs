using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Reader;

public sealed class ReadStructure
{
    [Fact]
    public void An_empty_structure_is_at_its_end()
    {
        TtlvReader reader = new(Bytes.Structure(KmipTag.RequestPayload));
        Assert.True(reader.ReadStructure(KmipTag.RequestPayload).IsAtEnd);
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void A_length_that_is_not_a_multiple_of_8_is_refused() =>
        Refused.ByRead(
            TtlvError.InvalidLength, [.. Bytes.Header(KmipTag.State, 1, 4), 0, 0, 0, 0], (ref r) => r.ReadStructure(KmipTag.State));

    [Fact]
    public void One_that_is_longer_than_the_data_is_truncated() =>
        Refused.ByRead(TtlvError.Truncated, Bytes.Header(KmipTag.State, 1, 8), (ref r) => r.ReadStructure(KmipTag.State));

    [Fact]
    public void One_that_is_longer_than_its_parent_is_refused()
    {
        byte[] bytes = [.. Bytes.Header(KmipTag.Attribute, 1, 8), .. Bytes.Header(KmipTag.State, 1, 8), .. new byte[8]];
        Refused.Everywhere(TtlvError.LengthExceedsParent, bytes, offset: 8);
    }

    [Fact]
    public void The_configured_depth_is_the_limit()
    {
        byte[] bytes = Bytes.Nested(3);
        Assert.Equal(bytes, ItemCopier.Copy(bytes, new TtlvReaderOptions { MaximumDepth = 3 }));
        Refused.ByWalk(TtlvError.DepthExceeded, bytes, new TtlvReaderOptions { MaximumDepth = 2 }, offset: 16);
    }
}
