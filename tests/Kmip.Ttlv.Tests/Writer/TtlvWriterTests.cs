using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Writer;

public sealed class TtlvWriterTests
{
    [Fact]
    public void Structures_nest_and_their_lengths_are_filled_in()
    {
        using TtlvWriter writer = new(8);
        using (writer.BeginStructure(KmipTag.RequestMessage))
        {
            using (writer.BeginStructure(KmipTag.RequestHeader))
            {
                writer.WriteInteger(KmipTag.BatchCount, 1);
            }

            using (writer.BeginStructure(KmipTag.BatchItem))
            {
            }
        }

        Assert.Equal(
            Bytes.Structure(
                KmipTag.RequestMessage,
                Bytes.Structure(KmipTag.RequestHeader, Bytes.Item(KmipTag.BatchCount, TtlvType.Integer, 0, 0, 0, 1)),
                Bytes.Structure(KmipTag.BatchItem)),
            writer.WrittenSpan.ToArray());
        Assert.Equal(writer.WrittenSpan.ToArray(), writer.WrittenMemory.ToArray());
    }

    [Fact]
    public void Written_bytes_are_not_handed_out_while_a_structure_is_open()
    {
        using TtlvWriter writer = new();
        TtlvWriter.Scope scope = writer.BeginStructure(KmipTag.RequestMessage);
        Assert.Throws<InvalidOperationException>(() => writer.WrittenMemory);
        scope.Dispose();
        Assert.Equal(8, writer.WrittenSpan.Length);
    }

    [Fact]
    public void Structures_end_in_order_and_once()
    {
        using TtlvWriter writer = new();
        TtlvWriter.Scope outer = writer.BeginStructure(KmipTag.RequestMessage);
        TtlvWriter.Scope inner = writer.BeginStructure(KmipTag.RequestHeader);
        Assert.Throws<InvalidOperationException>(() => outer.Dispose());
        inner.Dispose();
        outer.Dispose();
        Assert.Throws<InvalidOperationException>(() => outer.Dispose());
        Assert.NotEqual(outer, inner);
    }

    [Fact]
    public void A_scope_from_before_a_reset_ends_nothing()
    {
        using TtlvWriter writer = new();
        TtlvWriter.Scope stale = writer.BeginStructure(KmipTag.RequestMessage);
        writer.Reset();
        using (writer.BeginStructure(KmipTag.ResponseMessage))
        {
            stale.Dispose();
            writer.WriteInteger(KmipTag.BatchCount, 1);
        }

        Assert.Equal(
            Bytes.Structure(KmipTag.ResponseMessage, Bytes.Item(KmipTag.BatchCount, TtlvType.Integer, 0, 0, 0, 1)),
            writer.WrittenSpan.ToArray());
    }

    [Fact]
    public void The_maximum_length_can_be_reached_and_not_passed()
    {
        using TtlvWriter writer = new(0, 32);
        writer.WriteInteger(KmipTag.BatchCount, 1);
        TtlvException exception = Assert.Throws<TtlvException>(() => writer.WriteByteString(KmipTag.Data, new byte[9]));
        Assert.Equal((TtlvError.OutputLimitExceeded, KmipTag.Data, 16L), (exception.Error, exception.Tag, exception.Offset));
        Assert.Equal("OutputLimitExceeded: Data at offset 16: the message may be at most 32 bytes long", exception.Message);
        writer.WriteByteString(KmipTag.Data, new byte[8]);
        Assert.Equal(32, writer.Length);
        Assert.Throws<TtlvException>(() => writer.BeginStructure(KmipTag.BatchItem));
        Assert.Equal(32, writer.WrittenSpan.Length);
    }

    [Fact]
    public void A_tag_of_more_than_three_bytes_is_a_mistake_of_the_caller()
    {
        using TtlvWriter writer = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WriteInteger((KmipTag)0x0100_0000, 1));
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void A_disposed_writer_refuses_to_write()
    {
        TtlvWriter writer = new();
        writer.WriteInteger(KmipTag.BatchCount, 1);
        writer.Dispose();
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.WriteInteger(KmipTag.BatchCount, 1));
        Assert.Equal(0, writer.Length);
    }
}
