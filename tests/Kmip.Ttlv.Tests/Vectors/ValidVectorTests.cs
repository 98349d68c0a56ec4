using Kmip.TestSupport;
using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.VectorTests;

/// <summary>Every well-formed vector is read at item level, and what was read is written to the same bytes.</summary>
public sealed class ValidVectorTests
{
    [Fact]
    public void Every_vector_is_read_and_written_to_the_same_bytes()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        Assert.Equal(936, Vectors.Valid.Count);
        foreach ((string name, string _, byte[] bytes) in Vectors.Valid)
        {
            Assert.True(ItemCopier.Copy(bytes).AsSpan().SequenceEqual(bytes), name);
            Assert.True(ItemCopier.Copy(bytes, TtlvReaderOptions.Lenient).AsSpan().SequenceEqual(bytes), name);
        }
    }

    [Fact]
    public void Every_vector_of_one_item_passes_the_validator()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        foreach ((string _, string _, byte[] bytes) in Vectors.Valid.Where(v => v.Kind != "items"))
        {
            TtlvValidator.Validate(bytes, TtlvLimits.Default, TtlvReaderOptions.Strict);
        }
    }

    [Fact]
    public void Every_vector_is_written_by_values_too()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        foreach ((string name, string _, byte[] bytes) in Vectors.Valid)
        {
            using TtlvWriter writer = new();
            TtlvReader reader = new(bytes);
            while (!reader.IsAtEnd)
            {
                TreeItem.Read(ref reader).Write(writer);
            }

            Assert.True(writer.WrittenSpan.SequenceEqual(bytes), name);
        }
    }

    [Fact]
    public void Every_prefix_of_every_message_is_refused()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        foreach ((string _, string _, byte[] bytes) in Vectors.Messages.Where((_, i) => i % 20 == 0))
        {
            for (int length = 0; length < bytes.Length; length++)
            {
                Refused.ByValidator(length == 0 ? TtlvError.MissingItem : TtlvError.Truncated, bytes[..length]);
            }
        }
    }
}
