using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Abuse;

/// <summary>ABUSE A13, A15: nesting and numbers of items.</summary>
public sealed class NestingTests
{
    [Theory]
    [Trait("Abuse", "A13")]
    [InlineData(31)]
    [InlineData(32)]
    public void Nesting_up_to_the_limit_is_read(int depth)
    {
        byte[] bytes = Bytes.Nested(depth);
        TtlvValidator.Validate(bytes, TtlvLimits.Default, TtlvReaderOptions.Strict);
        Assert.Equal(bytes, ItemCopier.Copy(bytes));
        TtlvReader reader = new(bytes);
        reader.Skip();
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [Trait("Abuse", "A13")]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1_000)]
    [InlineData(131_000)]
    public void Deeper_nesting_is_refused_at_the_first_structure_too_deep(int depth)
    {
        byte[] bytes = Bytes.Nested(depth);
        Refused.Everywhere(TtlvError.DepthExceeded, bytes, offset: 8 * 32);
        Refused.Everywhere(TtlvError.DepthExceeded, bytes, TtlvReaderOptions.Lenient, offset: 8 * 32);
        Refused.ByRead(TtlvError.DepthExceeded, bytes, (ref r) => r.Skip(), offset: 8 * 32);
        Assert.Contains("DepthExceeded", TtlvText.Format([.. bytes, .. Bytes.Nested(66)]), StringComparison.Ordinal);
    }

    /// <summary>Skipping counts the structures around the reader too.</summary>
    [Fact]
    [Trait("Abuse", "A13")]
    public void Depth_counts_from_the_outermost_structure()
    {
        TtlvReader reader = new(Bytes.Nested(33));
        for (int i = 0; i < 20; i++)
        {
            reader = reader.ReadStructure(KmipTag.RequestMessage);
        }

        TtlvError? error = null;
        try
        {
            reader.Skip();
        }
        catch (TtlvException exception)
        {
            error = exception.Error;
        }

        Assert.Equal(TtlvError.DepthExceeded, error);
    }

    [Theory]
    [Trait("Abuse", "A15")]
    [InlineData(TtlvType.TextString)]
    [InlineData(TtlvType.ByteString)]
    [InlineData(TtlvType.Structure)]
    public void As_many_empty_items_as_fit_in_a_message_are_refused_by_their_number(TtlvType type)
    {
        byte[] empty = Bytes.Item(KmipTag.BatchItem, type);
        byte[] message = Bytes.Item(
            KmipTag.RequestMessage, TtlvType.Structure, [.. Enumerable.Repeat(empty, (1024 * 1024 / 8) - 1).SelectMany(item => item)]);
        Assert.Equal(1024 * 1024, message.Length);
        long allocated = Allocations.Of(() => Refused.ByValidator(TtlvError.ItemLimitExceeded, message, offset: 8 * 20_000));
        Assert.InRange(allocated, 0, 64 * 1024);
        Assert.InRange(TtlvText.Format(message).Length, 0, 1024 * 1024);
    }
}
