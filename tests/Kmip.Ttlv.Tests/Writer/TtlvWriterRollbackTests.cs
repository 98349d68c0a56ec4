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
