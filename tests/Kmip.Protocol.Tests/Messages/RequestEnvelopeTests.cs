using Kmip.Ttlv;

namespace Kmip.Protocol.Tests.Messages;

public sealed class RequestEnvelopeTests
{
    [Fact]
    public void An_envelope_has_the_header_and_where_each_payload_is()
    {
        byte[] frame = Request(KmipVersion.V1_4, 3).Encode();
        TtlvReader reader = new(frame);
        using RequestEnvelope envelope = RequestEnvelope.Read(ref reader);
        Assert.True(reader.IsAtEnd);
        Assert.Equal((KmipVersion.V1_4, 3), (envelope.Version, envelope.Items.Count));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal((byte)i, Assert.Single(envelope.Items[i].UniqueBatchItemID!));
            TtlvReader payload = envelope.Items[i].PayloadReader(frame);
            Assert.Equal(envelope.Items[i].PayloadOffset, payload.Position);
            Assert.Equal($"id-{i}", GetRequest.Decode(ref payload, envelope.Version).UniqueIdentifier!.Value.Text);
        }
    }

    [Fact]
    public void A_bad_payload_does_not_hide_the_others()
    {
        byte[] frame = Request(KmipVersion.V1_0, 2).Encode();
        int first = frame.AsSpan().IndexOf("id-0"u8);
        frame[first] = 0xFF;
        TtlvReader reader = new(frame);
        using RequestEnvelope envelope = RequestEnvelope.Read(ref reader);
        Assert.Throws<TtlvException>(() => Payload(envelope.Items[0], frame));
        Assert.Equal("id-1", Payload(envelope.Items[1], frame).UniqueIdentifier!.Value.Text);
    }

    [Theory]
    [Trait("Abuse", "A25")]
    [InlineData(0, TtlvError.ValueOutOfRange)]
    [InlineData(-1, TtlvError.ValueOutOfRange)]
    [InlineData(int.MinValue, TtlvError.ValueOutOfRange)]
    [InlineData(2, TtlvError.UnexpectedItem)]
    [InlineData(4, TtlvError.MissingItem)]
    [InlineData(1000, TtlvError.MissingItem)]
    [InlineData(1001, TtlvError.ItemLimitExceeded)]
    [InlineData(int.MaxValue, TtlvError.ItemLimitExceeded)]
    public void The_batch_count_must_be_the_number_of_items(int count, TtlvError expected)
    {
        byte[] frame = Request(KmipVersion.V1_2, 3).Encode();
        int place = frame.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x42, 0x00, 0x0D, 0x02]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(place + 8), count);
        Assert.Equal(expected, Assert.Throws<TtlvException>(() => Read(frame)).Error);
        Assert.Equal(expected, Assert.Throws<TtlvException>(() => RequestMessage.Decode(frame)).Error);
    }

    [Fact]
    public void The_limit_of_items_is_the_callers()
    {
        byte[] frame = Request(KmipVersion.V1_2, 3).Encode();
        Assert.Equal(TtlvError.ItemLimitExceeded, Assert.Throws<TtlvException>(() =>
        {
            TtlvReader reader = new(frame);
            using RequestEnvelope envelope = RequestEnvelope.Read(ref reader, maximumBatchItems: 2);
        }).Error);
    }

    [Fact]
    public void Bytes_after_the_message_are_refused()
    {
        byte[] frame = [.. Request(KmipVersion.V1_2, 1).Encode(), 0x42, 0x00, 0x0D, 0x02, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0];
        Assert.Equal(TtlvError.TrailingData, Assert.Throws<TtlvException>(() => Read(frame)).Error);
        Assert.Equal(TtlvError.TrailingData, Assert.Throws<TtlvException>(() => RequestMessage.Decode(frame)).Error);
    }

    [Theory]
    [Trait("Abuse", "A23")]
    [InlineData(9, 9)]
    [InlineData(1, 5)]
    [InlineData(2, 2)]
    [InlineData(3, 0)]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(2, -1)]
    public void An_unknown_version_is_refused_and_still_told(int major, int minor)
    {
        byte[] frame = Request(KmipVersion.V1_2, 1).Encode();
        int place = frame.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x42, 0x00, 0x6A, 0x02]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(place + 8), major);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(place + 24), minor);
        TtlvException error = Assert.Throws<TtlvException>(() => Read(frame));
        Assert.Equal((TtlvError.ValueOutOfRange, KmipTag.ProtocolVersion), (error.Error, error.Tag));
        Assert.True(RequestEnvelope.TryReadVersion(frame, out KmipVersion version));
        Assert.Equal(new KmipVersion(major, minor), version);
    }

    [Fact]
    public void The_version_is_told_when_the_rest_of_the_header_is_bad()
    {
        byte[] frame = Request(KmipVersion.V1_3, 1).Encode();
        int place = frame.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x42, 0x00, 0x0D, 0x02]);
        frame[place + 3] = 0x07;
        Assert.Throws<TtlvException>(() => Read(frame));
        Assert.True(RequestEnvelope.TryReadVersion(frame, out KmipVersion version));
        Assert.Equal(KmipVersion.V1_3, version);
        Assert.False(RequestEnvelope.TryReadVersion([], out _));
        Assert.False(RequestEnvelope.TryReadVersion(frame.AsSpan(0, 20), out _));
    }

    private static void Read(byte[] frame)
    {
        TtlvReader reader = new(frame);
        using RequestEnvelope envelope = RequestEnvelope.Read(ref reader);
    }

    private static GetRequest Payload(RequestEnvelopeItem item, byte[] frame)
    {
        TtlvReader reader = item.PayloadReader(frame);
        return GetRequest.Decode(ref reader, KmipVersion.V1_0);
    }

    private static RequestMessage Request(KmipVersion version, int items)
    {
        RequestMessage message = new() { Header = new RequestHeader { ProtocolVersion = version } };
        for (int i = 0; i < items; i++)
        {
            RequestBatchItem item = RequestBatchItem.For(new GetRequest { UniqueIdentifier = $"id-{i}" });
            item.UniqueBatchItemID = [(byte)i];
            message.BatchItems.Add(item);
        }

        return message;
    }
}
