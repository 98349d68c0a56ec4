using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Dispatch;

/// <summary>Messages that cannot be read, in whole or in part (KMIP 1.4 table 327, KMIP 2.1 section 11.48).</summary>
public sealed class MalformedRequests
{
    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task Bytes_that_are_wrong_anywhere_refuse_the_whole_message(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        using var server = new DispatcherFixture();
        byte[] request = RawMessage.Of(
            version, null, null, RawMessage.Item(version, Requests.Aes(), [1]),
            RawMessage.Item(Operation.Get, writer => writer.WriteTextString(KmipTag.UniqueIdentifier, "id"), [2]));
        request[^1] = 1;
        ResponseMessage response = await server.Exchange(request);

        Assert.Equal(version, response.Version);
        ResponseBatchItem item = DispatcherFixture.Failed(response);
        Assert.Equal(ResultReason.InvalidMessage, item.ResultReason);
        Assert.Null(item.Operation);
        Assert.Equal(0, server.Store.Count);
        await server.AssertAlive();
    }

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task An_item_that_is_no_batch_item_refuses_the_whole_message(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        using var server = new DispatcherFixture();
        byte[] request = RawMessage.Of(version, null, null, RawMessage.Item(version, Requests.Aes(), [1]), writer =>
        {
            using (writer.BeginStructure(KmipTag.BatchItem))
            {
                writer.WriteEnumeration(KmipTag.Operation, Operation.Get);
            }
        });
        ResponseBatchItem item = DispatcherFixture.Failed(await server.Exchange(request));

        Assert.Equal(ResultReason.InvalidMessage, item.ResultReason);
        Assert.Null(item.Operation);
        Assert.Equal(0, server.Store.Count);
    }

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task A_payload_that_cannot_be_parsed_fails_its_item_only(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        using var server = new DispatcherFixture();
        byte[] request = RawMessage.Of(
            version, null, null, RawMessage.Item(version, Requests.Aes(), [1]),
            RawMessage.Item(Operation.Get, writer => writer.WriteInteger(KmipTag.KeyFormatType, 1), [2]));
        ResponseMessage response = await server.Exchange(request);

        Assert.Equal([null, ResultReason.InvalidMessage], response.BatchItems.Select(item => item.ResultReason));
        Assert.Equal(Operation.Get, response.BatchItems[1].Operation);
        Assert.Equal(1, server.Store.Count);
    }

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task A_field_given_twice_is_an_invalid_message(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        using var server = new DispatcherFixture();
        Action<TtlvWriter> query = RawMessage.Item(version, new QueryRequest { QueryFunctions = [QueryFunction.QueryObjects] });
        byte[] inHeader = RawMessage.Of(version, writer => Twice(() => writer.WriteDateTime(KmipTag.TimeStamp, DateTimeOffset.UnixEpoch)), null, query);
        byte[] inItem = RawMessage.Of(version, null, null, writer =>
        {
            using (writer.BeginStructure(KmipTag.BatchItem))
            {
                writer.WriteEnumeration(KmipTag.Operation, Operation.Query);
                Twice(() => writer.WriteByteString(KmipTag.UniqueBatchItemID, [1]));
                using (writer.BeginStructure(KmipTag.RequestPayload))
                {
                    writer.WriteEnumeration(KmipTag.QueryFunction, QueryFunction.QueryObjects);
                }
            }
        });
        byte[] inPayload = RawMessage.Of(version, null, null, RawMessage.Item(
            Operation.Get, writer => Twice(() => writer.WriteTextString(KmipTag.UniqueIdentifier, "id"))));
        byte[] inNested = RawMessage.Of(version, null, null, RawMessage.Item(Operation.Revoke, writer =>
        {
            writer.WriteTextString(KmipTag.UniqueIdentifier, "id");
            using (writer.BeginStructure(KmipTag.RevocationReason))
            {
                writer.WriteEnumeration(KmipTag.RevocationReasonCode, RevocationReasonCode.Unspecified);
                Twice(() => writer.WriteTextString(KmipTag.RevocationMessage, "why"));
            }
        }));

        foreach (byte[] request in new[] { inHeader, inItem, inPayload, inNested })
        {
            Assert.Equal(ResultReason.InvalidMessage, DispatcherFixture.Failed(await server.Exchange(request)).ResultReason);
        }
    }

    [Theory]
    [InlineData("1.0", RawMessage.UnknownTag, ResultReason.InvalidField)]
    [InlineData("1.4", RawMessage.UnknownTag, ResultReason.InvalidField)]
    [InlineData("1.0", KmipTag.State, ResultReason.InvalidField)]
    [InlineData("2.0", RawMessage.UnknownTag, ResultReason.UnknownTag)]
    [InlineData("2.1", RawMessage.UnknownTag, ResultReason.UnknownTag)]
    [InlineData("2.1", KmipTag.State, ResultReason.InvalidMessage)]
    public async Task A_field_that_does_not_belong_there_is_named_as_the_version_names_it(string versionText, KmipTag tag, ResultReason reason)
    {
        KmipVersion version = KmipVersion.Supported.Single(known => known.ToString() == versionText);
        using var server = new DispatcherFixture();
        byte[] request = RawMessage.Of(version, null, null, RawMessage.Item(Operation.Get, writer =>
        {
            writer.WriteTextString(KmipTag.UniqueIdentifier, "id");
            writer.WriteEnumeration(tag, 1u);
        }));
        ResponseBatchItem item = DispatcherFixture.Failed(await server.Exchange(request));

        Assert.Equal(reason, item.ResultReason);
        Assert.Equal(Operation.Get, item.Operation);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public async Task A_batch_count_that_is_not_the_number_of_items_refuses_the_whole_message(int count)
    {
        foreach (KmipVersion version in KmipVersion.Supported)
        {
            using var server = new DispatcherFixture();
            byte[] request = RawMessage.Of(version, null, count, RawMessage.Item(version, Requests.Aes(), [1]), RawMessage.Item(version, Requests.Aes(), [2]));
            ResponseMessage response = await server.Exchange(request);

            Assert.Equal(version, response.Version);
            Assert.Null(DispatcherFixture.Failed(response).Operation);
            Assert.Equal(0, server.Store.Count);
        }
    }

    [Theory]
    [InlineData("4200780100000008 4200690100000000")]
    [InlineData("4200780100000010 420077010000000842006901 00000000")]
    [InlineData("4200780100000000")]
    [InlineData("42007B0100000000")]
    [InlineData("4200780200000004 0000000100000000")]
    public async Task Where_not_even_the_version_can_be_read_the_answer_is_in_1_0(string hex)
    {
        using var server = new DispatcherFixture();
        ResponseMessage response = await server.Exchange(Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal)));

        Assert.Equal(KmipVersion.V1_0, response.Version);
        Assert.Equal(ResultReason.InvalidMessage, DispatcherFixture.Failed(response).ResultReason);
    }

    [Fact]
    public async Task Lost_framing_is_answered_in_1_0()
    {
        using var server = new DispatcherFixture();
        using var writer = new TtlvWriter();
        server.Dispatcher.WriteFramingError(new TtlvException(TtlvError.LengthExceedsLimit, KmipTag.RequestMessage, 0), writer);
        using ResponseMessage response = ResponseMessage.Decode(writer.WrittenSpan);

        Assert.Equal(KmipVersion.V1_0, response.Version);
        Assert.Equal(server.Clock.GetUtcNow(), response.Header.TimeStamp);
        Assert.Equal(ResultReason.InvalidMessage, DispatcherFixture.Failed(response).ResultReason);
        await server.AssertAlive();
    }

    [Fact]
    public async Task The_lenient_reader_takes_eight_byte_integers_in_the_version_too()
    {
        using var server = new DispatcherFixture(options: new KmipServerOptions { ReaderOptions = TtlvReaderOptions.Lenient });
        string hex = Convert.ToHexString(Requests.Message(KmipVersion.V1_2, new QueryRequest { QueryFunctions = [QueryFunction.QueryObjects] }).Encode());
        string eight = hex
            .Replace("42006A02000000040000000100000000", "42006A02000000080000000000000001", StringComparison.Ordinal)
            .Replace("42006B02000000040000000200000000", "42006B02000000080000000000000002", StringComparison.Ordinal);
        Assert.NotEqual(hex, eight);
        ResponseMessage response = await server.Exchange(Convert.FromHexString(eight));

        Assert.Equal(KmipVersion.V1_2, response.Version);
        Assert.Equal(ResultStatus.Success, Assert.Single(response.BatchItems).ResultStatus);
    }

    private static void Twice(Action write)
    {
        write();
        write();
    }
}
