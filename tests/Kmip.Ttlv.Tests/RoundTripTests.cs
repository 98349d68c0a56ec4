using FsCheck.Xunit;
using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests;

/// <summary>Random trees of items: what is written is what the plainest encoder writes, and reads back as it was.</summary>
[Properties(Arbitrary = [typeof(TreeItems)], MaxTest = 300)]
public sealed class RoundTripTests
{
    [Property]
    public void Written_bytes_equal_those_of_the_plain_encoder(TreeItem item)
    {
        using TtlvWriter writer = new(16);
        item.Write(writer);
        Assert.Equal(item.EncodePlainly(), writer.WrittenSpan.ToArray());
    }

    [Property]
    public void A_tree_reads_back_as_it_was_written(TreeItem item)
    {
        TtlvReader reader = new(item.EncodePlainly());
        TreeItem read = TreeItem.Read(ref reader);
        reader.ThrowIfNotEmpty();
        Assert.Equal(item.ToString(), read.ToString());
        Assert.Equal(item.EncodePlainly(), read.EncodePlainly());
    }

    [Property]
    public void The_validator_the_skipping_and_the_lenient_reader_accept_it(TreeItem item)
    {
        byte[] bytes = item.EncodePlainly();
        TtlvValidator.Validate(bytes, TtlvLimits.Default, TtlvReaderOptions.Strict);
        TtlvReader reader = new(bytes);
        reader.Skip();
        Assert.True(reader.IsAtEnd);
        Assert.Equal(bytes, ItemCopier.Copy(bytes, TtlvReaderOptions.Lenient));
    }

    [Property]
    public void A_dump_has_a_line_for_each_item(TreeItem item)
    {
        byte[] bytes = item.EncodePlainly();
        string text = TtlvText.Format(bytes, new TtlvTextOptions { ShowSecrets = true });
        Assert.Equal(Bytes.ItemOffsets(bytes).Count, text.Count(c => c == '\n'));
    }
}
