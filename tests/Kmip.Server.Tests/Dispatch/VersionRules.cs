using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Dispatch;

/// <summary>Which versions are answered, and in which (KMIP 1.4 section 6.1 and table 327, KMIP 2.1 section 9.16).</summary>
[Trait("Abuse", "A23")]
public sealed class VersionRules
{
    [Theory]
    [InlineData(9, 0, "2.1", ResultReason.UnsupportedProtocolVersion)]
    [InlineData(3, 0, "2.1", ResultReason.UnsupportedProtocolVersion)]
    [InlineData(int.MaxValue, int.MaxValue, "2.1", ResultReason.UnsupportedProtocolVersion)]
    [InlineData(2, -1, "2.1", ResultReason.UnsupportedProtocolVersion)]
    [InlineData(0, 0, "1.0", ResultReason.InvalidMessage)]
    [InlineData(0, 9, "1.0", ResultReason.InvalidMessage)]
    [InlineData(-1, 0, "1.0", ResultReason.InvalidMessage)]
    [InlineData(1, -1, "1.0", ResultReason.InvalidMessage)]
    [InlineData(int.MinValue, int.MinValue, "1.0", ResultReason.InvalidMessage)]
    public async Task An_unknown_version_is_refused_in_a_known_one_and_nothing_is_executed(int major, int minor, string answered, ResultReason reason)
    {
        using var server = new DispatcherFixture();
        byte[] request = RawMessage.InVersion(Requests.Message(KmipVersion.V1_4, Requests.Aes()).Encode(), major, minor);
        ResponseMessage response = await server.Exchange(request);

        Assert.Equal(answered, response.Version.ToString());
        ResponseBatchItem item = DispatcherFixture.Failed(response);
        Assert.Equal(reason, item.ResultReason);
        Assert.Null(item.Operation);
        Assert.Contains("1.0 to 1.4, 2.0 and 2.1", item.ResultMessage, StringComparison.Ordinal);
        Assert.Equal(0, server.Store.Count);
        await server.AssertAlive();
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(1, 9)]
    [InlineData(1, int.MaxValue)]
    [InlineData(2, 2)]
    [InlineData(2, 9)]
    public async Task A_newer_minor_version_is_answered_in_the_newest_of_its_major(int major, int minor)
    {
        using var server = new DispatcherFixture();
        KmipVersion newest = major == 1 ? KmipVersion.V1_4 : KmipVersion.V2_1;
        byte[] request = RawMessage.InVersion(Requests.Message(newest, Requests.Aes()).Encode(), major, minor);
        ResponseMessage response = await server.Exchange(request);

        Assert.Equal(newest, response.Version);
        Assert.Equal(ResultStatus.Success, Assert.Single(response.BatchItems).ResultStatus);
        Assert.Equal(1, server.Store.Count);
    }

    [Theory]
    [InlineData(1, 9)]
    [InlineData(2, 9)]
    public async Task Unknown_fields_of_a_newer_minor_version_are_ignored(int major, int minor)
    {
        using var server = new DispatcherFixture();
        KmipVersion newest = major == 1 ? KmipVersion.V1_4 : KmipVersion.V2_1;
        ResponseMessage response = await server.Exchange(WithUnknownFields(newest, new KmipVersion(major, minor)));

        ResponseBatchItem item = Assert.Single(response.BatchItems);
        Assert.Equal((ResultStatus.Success, (string?)null), (item.ResultStatus, item.ResultMessage));
        Assert.NotEmpty(Assert.IsType<QueryResponse>(item.Payload).Operations);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 1)]
    public async Task Unknown_fields_of_a_known_version_are_refused(int major, int minor)
    {
        using var server = new DispatcherFixture();
        var version = new KmipVersion(major, minor);
        ResponseBatchItem item = DispatcherFixture.Failed(await server.Exchange(WithUnknownFields(version, version)));

        Assert.Equal(major == 1 ? ResultReason.InvalidField : ResultReason.UnknownTag, item.ResultReason);
    }

    [Fact]
    public async Task A_known_field_is_not_lost_behind_an_unknown_one()
    {
        using var server = new DispatcherFixture();
        byte[] request = RawMessage.Of(new KmipVersion(1, 9), null, null, RawMessage.Item(Operation.Create, writer =>
        {
            Requests.Aes().Encode(writer, KmipVersion.V1_4);
            writer.WriteInteger(RawMessage.UnknownTag, 1);
            writer.WriteInteger(KmipTag.BatchCount, 1);
        }));

        // The unknown one is skipped, the known one after it still is where it does not belong.
        Assert.Equal(ResultReason.InvalidField, DispatcherFixture.Failed(await server.Exchange(request)).ResultReason);
        Assert.Equal(0, server.Store.Count);
    }

    [Fact]
    public async Task A_malformed_message_of_a_newer_minor_version_is_refused_in_the_newest_of_its_major()
    {
        using var server = new DispatcherFixture();
        byte[] request = WithUnknownFields(KmipVersion.V2_1, new KmipVersion(2, 9));
        request[^4] ^= 0xFF;
        request[^20] ^= 0xFF;
        ResponseMessage response = await server.Exchange(request);

        Assert.Equal(KmipVersion.V2_1, response.Version);
        DispatcherFixture.Failed(response);
    }

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task The_operation_must_exist_in_the_version(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        using var server = new DispatcherFixture();
        ResponseMessage response = await server.Exchange(RawMessage.Of(version, null, null, RawMessage.Item(Operation.DiscoverVersions)));
        ResponseBatchItem item = Assert.Single(response.BatchItems);

        Assert.Equal(version == KmipVersion.V1_0 ? ResultReason.OperationNotSupported : null, item.ResultReason);
    }

    private static byte[] WithUnknownFields(KmipVersion fields, KmipVersion header) => RawMessage.Of(
        header,
        writer =>
        {
            writer.WriteInteger(RawMessage.UnknownTag, 1);
            writer.WriteDateTime(KmipTag.TimeStamp, DateTimeOffset.UnixEpoch);
        },
        null,
        RawMessage.Item(
            Operation.Query,
            writer =>
            {
                using (writer.BeginStructure(RawMessage.UnknownTag))
                {
                    writer.WriteTextString(RawMessage.UnknownTag, "of a later version");
                }

                new QueryRequest { QueryFunctions = [QueryFunction.QueryOperations] }.Encode(writer, fields);
            },
            after: writer =>
            {
                writer.WriteBoolean(RawMessage.UnknownTag, true);
                using (writer.BeginStructure(KmipTag.MessageExtension))
                {
                    writer.WriteTextString(KmipTag.VendorIdentification, "Test");
                    writer.WriteBoolean(KmipTag.CriticalityIndicator, false);
                    using (writer.BeginStructure(KmipTag.VendorExtension))
                    {
                        writer.WriteInteger(RawMessage.UnknownTag, 2);
                    }
                }
            }));
}
