using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations.Clients;

/// <summary>
/// Percona Server for MongoDB, KMIP 1.0: registers the master key, activates it, gets it, polls its state. Its C library fails on a header
/// without Time Stamp, a Get answer without Unique Identifier, attributes inside Key Value, more than one attribute, and a failure without
/// Result Message.
/// </summary>
public sealed class PerconaClient : IDisposable
{
    private const string Header = "ResponseHeader(ProtocolVersion(ProtocolVersionMajor ProtocolVersionMinor) TimeStamp BatchCount)";
    private const int MaximumResponseSize = 8192;

    private static readonly byte[] MasterKey = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 3))];

    private readonly DispatcherFixture _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_master_key_is_registered_activated_fetched_and_polled()
    {
        (string outline, ResponseBatchItem registered) = await SendAsync(Operation.Register, WriteRegister);
        string id = Assert.IsType<RegisterResponse>(registered.Payload).UniqueIdentifier.Text!;
        Assert.Equal($"ResponseMessage({Header} BatchItem(Operation ResultStatus ResponsePayload(UniqueIdentifier)))", outline);

        (outline, _) = await SendAsync(Operation.Activate, writer => writer.WriteTextString(KmipTag.UniqueIdentifier, id));
        Assert.Equal($"ResponseMessage({Header} BatchItem(Operation ResultStatus ResponsePayload(UniqueIdentifier)))", outline);

        (outline, ResponseBatchItem polled) = await SendAsync(Operation.GetAttributes, writer =>
        {
            writer.WriteTextString(KmipTag.UniqueIdentifier, id);
            writer.WriteTextString(KmipTag.AttributeName, "State");
        });
        Assert.Equal(
            $"ResponseMessage({Header} BatchItem(Operation ResultStatus ResponsePayload(UniqueIdentifier Attribute(AttributeName AttributeValue))))", outline);
        Assert.Equal(State.Active, Assert.IsType<GetAttributesResponse>(polled.Payload).Attributes.State);

        (outline, ResponseBatchItem got) = await SendAsync(Operation.Get, writer => writer.WriteTextString(KmipTag.UniqueIdentifier, id));
        Assert.Equal(
            $"ResponseMessage({Header} BatchItem(Operation ResultStatus ResponsePayload(ObjectType UniqueIdentifier "
            + "SymmetricKey(KeyBlock(KeyFormatType KeyValue(KeyMaterial) CryptographicAlgorithm CryptographicLength)))))", outline);
        KeyBlock block = Assert.IsType<GetResponse>(got.Payload).Object!.FindKeyBlock()!;
        Assert.Equal(KeyFormatType.Raw, block.KeyFormatType);
        Assert.Equal(MasterKey, block.KeyValue!.Material!.Bytes!.Span.ToArray());
    }

    [Fact]
    public async Task A_failure_has_a_message()
    {
        (string outline, ResponseBatchItem failed) = await SendAsync(Operation.Get, writer => writer.WriteTextString(KmipTag.UniqueIdentifier, "none"));
        Assert.Equal($"ResponseMessage({Header} BatchItem(Operation ResultStatus ResultReason ResultMessage))", outline);
        Assert.Equal(ResultReason.ItemNotFound, failed.ResultReason);
    }

    private static void WriteRegister(TtlvWriter writer)
    {
        writer.WriteEnumeration(KmipTag.ObjectType, ObjectType.SymmetricKey);
        writer.Template(attributes =>
        {
            attributes.Attribute("Cryptographic Algorithm", CryptographicAlgorithm.AES);
            attributes.Attribute("Cryptographic Length", 256);
            attributes.Attribute("Cryptographic Usage Mask", 12);
        });
        using (writer.BeginStructure(KmipTag.SymmetricKey))
        using (writer.BeginStructure(KmipTag.KeyBlock))
        {
            writer.WriteEnumeration(KmipTag.KeyFormatType, KeyFormatType.Raw);
            using (writer.BeginStructure(KmipTag.KeyValue))
            {
                writer.WriteByteString(KmipTag.KeyMaterial, MasterKey);
            }

            writer.WriteEnumeration(KmipTag.CryptographicAlgorithm, CryptographicAlgorithm.AES);
            writer.WriteInteger(KmipTag.CryptographicLength, 256);
        }
    }

    private async Task<(string Outline, ResponseBatchItem Item)> SendAsync(Operation operation, Action<TtlvWriter> payload)
    {
        byte[] request = Wire.Request(
            KmipVersion.V1_0, 1,
            header =>
            {
                header.WriteInteger(KmipTag.MaximumResponseSize, MaximumResponseSize);
                header.WriteDateTime(KmipTag.TimeStamp, _server.Clock.GetUtcNow());
            },
            batch => batch.Item(operation, payload));
        byte[] answer = await _server.SendBytes(request);
        Assert.InRange(answer.Length, 1, MaximumResponseSize);
        return (Wire.Outline(answer), Assert.Single((await _server.Exchange(request)).BatchItems));
    }
}
