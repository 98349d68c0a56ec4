using Kmip.Ttlv;

namespace Kmip.Protocol.Tests.Messages;

public sealed class MessageTests
{
    [Fact]
    public void A_failed_item_needs_neither_payload_nor_operation()
    {
        ResponseMessage message = new() { Header = { ProtocolVersion = KmipVersion.V1_0, TimeStamp = DateTimeOffset.UnixEpoch } };
        message.BatchItems.Add(new ResponseBatchItem { ResultStatus = ResultStatus.OperationFailed, ResultReason = ResultReason.InvalidMessage, ResultMessage = "no" });
        using ResponseMessage again = ResponseMessage.Decode(message.Encode());
        ResponseBatchItem item = Assert.Single(again.BatchItems);
        Assert.Null(item.Operation);
        Assert.Null(item.Payload);
        Assert.Equal("no", item.ResultMessage);
    }

    [Fact]
    public void An_operation_without_a_model_keeps_its_payload()
    {
        using TtlvWriter writer = new();
        writer.WriteTextString(KmipTag.UniqueIdentifier, "1");
        writer.WriteInteger((KmipTag)0x540001, 7);
        RequestMessage message = new() { Header = { ProtocolVersion = KmipVersion.V1_4 } };
        message.BatchItems.Add(new RequestBatchItem { Operation = (Operation)0x80000001, Payload = new OpaqueStructure(SecretBuffer.CopyOf(writer.WrittenSpan)) });
        byte[] encoded = message.Encode();
        using RequestMessage again = RequestMessage.Decode(encoded);
        Assert.Equal(writer.WrittenSpan.ToArray(), Assert.IsType<OpaqueStructure>(again.BatchItems[0].Payload).Items.ToArray());
        Assert.Equal(encoded, again.Encode());
    }

    [Fact]
    public void An_operation_that_the_version_lacks_keeps_its_payload()
    {
        RequestMessage message = new() { Header = { ProtocolVersion = KmipVersion.V1_0 } };
        message.BatchItems.Add(RequestBatchItem.For(new DiscoverVersionsRequest()));
        using RequestMessage again = RequestMessage.Decode(message.Encode());
        Assert.Equal(Operation.DiscoverVersions, again.BatchItems[0].Operation);
        Assert.IsType<OpaqueStructure>(again.BatchItems[0].Payload);
    }

    [Fact]
    public void A_vendor_extension_may_hold_any_tag_and_at_most_one_comes_before_2_0()
    {
        using TtlvWriter writer = new();
        writer.WriteInteger((KmipTag)0x014242, 1);
        MessageExtension extension = new() { VendorIdentification = "ACME", CriticalityIndicator = true, VendorExtension = new OpaqueStructure(SecretBuffer.CopyOf(writer.WrittenSpan)) };
        RequestMessage message = new() { Header = { ProtocolVersion = KmipVersion.V2_0 } };
        message.BatchItems.Add(RequestBatchItem.For(new GetRequest { UniqueIdentifier = "1" }));
        message.BatchItems[0].MessageExtensions = [extension, extension];
        byte[] encoded = message.Encode();
        using RequestMessage again = RequestMessage.Decode(encoded);
        Assert.Equal(2, again.BatchItems[0].MessageExtensions.Count);
        Assert.Equal(encoded, again.Encode());
        TtlvReader reader = new(encoded);
        using RequestEnvelope envelope = RequestEnvelope.Read(ref reader);
        Assert.True(envelope.Items[0].HasCriticalExtension);

        message.Header.ProtocolVersion = KmipVersion.V1_4;
        using RequestMessage older = RequestMessage.Decode(message.Encode());
        Assert.Single(older.BatchItems[0].MessageExtensions);
    }

    [Fact]
    public void The_object_must_be_of_the_type_that_was_announced()
    {
        GetResponse response = new() { ObjectType = ObjectType.SecretData, UniqueIdentifier = "1", Object = new OpaqueObject { OpaqueDataType = (OpaqueDataType)0x80000001, OpaqueDataValue = SecretBuffer.CopyOf([1]) } };
        byte[] encoded = Support.Codec.Encode(response, KmipVersion.V1_2);
        TtlvException error = Assert.Throws<TtlvException>(() => Support.Codec.Decode<GetResponse>(encoded, KmipVersion.V1_2));
        Assert.Equal((TtlvError.ValueOutOfRange, KmipTag.OpaqueObject), (error.Error, error.Tag));
    }
}
