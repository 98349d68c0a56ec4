using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests.Writer;

public sealed class TtlvWriterRollbackTests
{
    [Fact]
    public void What_follows_the_mark_is_taken_back()
    {
        using TtlvWriter writer = new(16);
        using (writer.BeginStructure(KmipTag.ResponseMessage))
        {
            writer.WriteInteger(KmipTag.BatchCount, 1);
            TtlvWriter.Mark mark = writer.GetMark();
            Assert.Equal(writer.Length, mark.Length);
            try
            {
                using (writer.BeginStructure(KmipTag.BatchItem))
                {
                    writer.WriteByteString(KmipTag.KeyMaterial, new byte[200]);
                    throw new InvalidOperationException();
                }
            }
            catch (InvalidOperationException)
            {
                writer.RollbackTo(mark);
            }

            writer.WriteInteger(KmipTag.ResultStatus, 2);
        }

        Assert.Equal(
            Bytes.Structure(
                KmipTag.ResponseMessage,
                Bytes.Item(KmipTag.BatchCount, TtlvType.Integer, 0, 0, 0, 1),
                Bytes.Item(KmipTag.ResultStatus, TtlvType.Integer, 0, 0, 0, 2)),
            writer.WrittenSpan.ToArray());
    }

    [Fact]
    public void What_was_written_since_the_mark_can_be_read_inside_an_open_structure()
    {
        using TtlvWriter writer = new(16);
        using (writer.BeginStructure(KmipTag.ResponseMessage))
        {
            writer.WriteInteger(KmipTag.BatchCount, 1);
            TtlvWriter.Mark mark = writer.GetMark();
            Assert.True(writer.WrittenSince(mark).IsEmpty);
            using (writer.BeginStructure(KmipTag.BatchItem))
            {
                writer.WriteInteger(KmipTag.ResultStatus, 2);
                Assert.Throws<InvalidOperationException>(() => writer.WrittenSince(mark).Length);
            }

            Assert.Equal(
                Bytes.Structure(KmipTag.BatchItem, Bytes.Item(KmipTag.ResultStatus, TtlvType.Integer, 0, 0, 0, 2)), writer.WrittenSince(mark).ToArray());
            writer.RollbackTo(mark);
            Assert.True(writer.WrittenSince(mark).IsEmpty);
        }

        TtlvWriter.Mark last = writer.GetMark();
        writer.Reset();
        Assert.Throws<InvalidOperationException>(() => writer.WrittenSince(last).Length);
    }

    [Fact]
    public void A_mark_of_other_open_structures_is_refused()
    {
        using TtlvWriter writer = new();
        TtlvWriter.Mark outside = writer.GetMark();
        using (writer.BeginStructure(KmipTag.ResponseMessage))
        {
            Assert.Throws<InvalidOperationException>(() => writer.RollbackTo(outside));
        }

        writer.RollbackTo(outside);
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void A_mark_behind_the_end_or_from_before_a_reset_is_refused()
    {
        using TtlvWriter writer = new();
        TtlvWriter.Mark start = writer.GetMark();
        writer.WriteInteger(KmipTag.BatchCount, 1);
        TtlvWriter.Mark later = writer.GetMark();
        writer.RollbackTo(start);
        Assert.Throws<InvalidOperationException>(() => writer.RollbackTo(later));
        writer.Reset();
        Assert.Throws<InvalidOperationException>(() => writer.RollbackTo(start));
    }
}
