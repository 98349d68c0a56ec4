using System.Buffers;
using Kmip.Ttlv.Tests.Support;

namespace Kmip.Ttlv.Tests;

/// <summary>Reader, warm writer, framing and validator allocate nothing.</summary>
public sealed class AllocationTests
{
    private static readonly byte[] Message = Bytes.Structure(
        KmipTag.RequestMessage,
        Bytes.Item(KmipTag.BatchCount, TtlvType.Integer, 0, 0, 0, 1),
        Bytes.Item(KmipTag.UsageLimitsTotal, TtlvType.LongInteger, 0, 0, 0, 0, 0, 0, 0, 1),
        Bytes.Item(KmipTag.Modulus, TtlvType.BigInteger, 0, 0, 0, 0, 0, 0, 0, 1),
        Bytes.Item(KmipTag.State, TtlvType.Enumeration, 0, 0, 0, 1),
        Bytes.Item(KmipTag.Sensitive, TtlvType.Boolean, 0, 0, 0, 0, 0, 0, 0, 1),
        Bytes.Item(KmipTag.UniqueIdentifier, TtlvType.TextString, "0123456789"u8),
        Bytes.Item(KmipTag.KeyMaterial, TtlvType.ByteString, 1, 2, 3),
        Bytes.Item(KmipTag.ActivationDate, TtlvType.DateTime, 0, 0, 0, 0, 0, 0, 0, 1),
        Bytes.Item(KmipTag.LeaseTime, TtlvType.Interval, 0, 0, 0, 1),
        Bytes.Item(KmipTag.TimeStamp, TtlvType.DateTimeExtended, 0, 0, 0, 0, 0, 0, 0, 1),
        Bytes.Structure(KmipTag.RequestPayload));

    [Fact]
    public void The_reader_of_every_type_allocates_nothing() => Assert.Equal(0, Allocations.OfManyRuns(() =>
    {
        TtlvReader outer = new(Message);
        TtlvReader reader = outer.ReadStructure(KmipTag.RequestMessage);
        _ = reader.ReadInteger(KmipTag.BatchCount);
        _ = reader.ReadLongInteger(KmipTag.UsageLimitsTotal);
        _ = reader.ReadBigIntegerBytes(KmipTag.Modulus);
        _ = reader.ReadEnumeration<TtlvError>(KmipTag.State);
        _ = reader.ReadBoolean(KmipTag.Sensitive);
        _ = reader.ReadTextStringUtf8(KmipTag.UniqueIdentifier);
        _ = reader.ReadByteString(KmipTag.KeyMaterial);
        _ = reader.ReadDateTime(KmipTag.ActivationDate);
        _ = reader.ReadInterval(KmipTag.LeaseTime);
        _ = reader.ReadDateTimeExtended(KmipTag.TimeStamp);
        reader.Skip();
        reader.ThrowIfNotEmpty();
        outer.ThrowIfNotEmpty();
        TtlvReader whole = new(Message, TtlvReaderOptions.Lenient);
        _ = whole.ReadEncodedItem();
    }));

    [Fact]
    public void A_warm_writer_allocates_nothing()
    {
        using TtlvWriter writer = new(16);
        Assert.Equal(0, Allocations.OfManyRuns(() =>
        {
            writer.Reset();
            TtlvReader reader = new(Message);
            ItemCopier.Copy(ref reader, writer);
            TtlvWriter.Mark mark = writer.GetMark();
            writer.WriteTextString(KmipTag.UniqueIdentifier, "0123456789");
            writer.WriteDateTime(KmipTag.TimeStamp, DateTimeOffset.UnixEpoch);
            writer.WriteEncodedItem(Message);
            writer.RollbackTo(mark);
        }));
        Assert.Equal(Message, writer.WrittenSpan.ToArray());
    }

    [Fact]
    public void The_validator_allocates_nothing() => Assert.Equal(
        0, Allocations.OfManyRuns(() => TtlvValidator.Validate(Message, TtlvLimits.Default, TtlvReaderOptions.Strict)));

    [Fact]
    public void Framing_allocates_nothing()
    {
        ReadOnlySequence<byte> oneSegment = new(Message);
        ReadOnlySequence<byte> pieces = Pieces.Of(Message, 3, 7, 40);
        ReadOnlySequence<byte> partial = new(Message, 0, Message.Length - 1);
        Assert.Equal(0, Allocations.OfManyRuns(() =>
        {
            ReadOnlySequence<byte> buffer = oneSegment;
            _ = TtlvFraming.TryReadFrame(ref buffer, KmipTag.RequestMessage, TtlvLimits.Default, out _);
            buffer = pieces;
            _ = TtlvFraming.TryReadFrame(ref buffer, KmipTag.RequestMessage, TtlvLimits.Default, out _);
            buffer = partial;
            _ = TtlvFraming.TryReadFrame(ref buffer, KmipTag.RequestMessage, TtlvLimits.Default, out _);
        }));
    }
}
