using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Dispatch;

/// <summary>Several operations in one message (KMIP 1.4 sections 6.4, 6.12 to 6.15 and 7.2, KMIP 2.1 sections 8.3, 9.5 to 9.8 and 9.21).</summary>
public sealed class BatchRules
{
    private static RequestBatchItem Missing => RequestBatchItem.For(new GetRequest { UniqueIdentifier = "no-such-object" });

    [Theory]
    [Trait("Abuse", "A25")]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task More_items_than_the_limit_are_all_refused(int major, int minor)
    {
        using var server = new DispatcherFixture();
        RequestMessage request = Requests.Batch(new KmipVersion(major, minor), Enumerable.Range(0, 1_001).Select(_ => RequestBatchItem.For(Requests.Aes())));
        ResponseBatchItem item = DispatcherFixture.Failed(await server.Send(request));

        Assert.Equal(ResultReason.InvalidMessage, item.ResultReason);
        Assert.Null(item.Operation);
        Assert.Equal(0, server.Store.Count);
        await server.AssertAlive();
    }

    [Fact]
    [Trait("Abuse", "A25")]
    public async Task As_many_items_as_the_limit_are_all_answered()
    {
        using var server = new DispatcherFixture();
        RequestMessage request = Requests.Batch(KmipVersion.V1_4, Enumerable.Range(0, 1_000).Select(_ => RequestBatchItem.For(Requests.Aes())));
        ResponseMessage response = await server.Send(request);

        Assert.Equal(1_000, response.Header.BatchCount);
        Assert.All(response.BatchItems, item => Assert.Equal(ResultStatus.Success, item.ResultStatus));
        Assert.Equal(1_000, server.Store.Count);
    }

    [Theory]
    [Trait("Abuse", "A26")]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task Items_of_a_batch_without_an_id_refuse_the_whole_message(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        using var server = new DispatcherFixture();
        foreach ((byte[]? first, byte[]? second) in new (byte[]?, byte[]?)[] { (null, null), ([1], null), (null, [2]) })
        {
            byte[] request = RawMessage.Of(version, null, null, RawMessage.Item(version, Requests.Aes(), first), RawMessage.Item(version, Requests.Aes(), second));
            ResponseBatchItem item = DispatcherFixture.Failed(await server.Exchange(request));
            Assert.Equal(ResultReason.InvalidMessage, item.ResultReason);
            Assert.Contains("Unique Batch Item ID", item.ResultMessage, StringComparison.Ordinal);
            Assert.Null(item.Operation);
        }

        Assert.Equal(0, server.Store.Count);
    }

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task The_answers_have_the_ids_of_their_items_in_order(int major, int minor)
    {
        using var server = new DispatcherFixture();
        byte[][] ids = [[], [0], [1, 2, 3, 4, 5, 6, 7, 8], [.. Enumerable.Repeat((byte)9, 100)]];
        RequestMessage request = Requests.Batch(
            new KmipVersion(major, minor),
            ids.Select(id => new RequestBatchItem { Operation = Operation.Query, Payload = new QueryRequest { QueryFunctions = [QueryFunction.QueryObjects] }, UniqueBatchItemID = id }));
        ResponseMessage response = await server.Send(request);

        Assert.Equal(ids, response.BatchItems.Select(item => item.UniqueBatchItemID));
    }

    [Theory]
    [Trait("Abuse", "A27")]
    [InlineData(0x99u, "1.0")]
    [InlineData(0x99u, "2.1")]
    [InlineData(0x80000001u, "1.0")]
    [InlineData(0x80000001u, "1.4")]
    [InlineData(0x80000001u, "2.1")]
    public async Task An_unknown_operation_fails_alone(uint operation, string versionText)
    {
        KmipVersion version = KmipVersion.Supported.Single(known => known.ToString() == versionText);
        using var server = new DispatcherFixture();
        RequestMessage request = Requests.Batch(version, RequestBatchItem.For(Requests.Aes()), Unknown(operation), RequestBatchItem.For(Requests.Aes()));
        request.Header.BatchErrorContinuationOption = BatchErrorContinuationOption.Continue;
        ResponseMessage response = await server.Send(request);

        Assert.Equal(3, response.Header.BatchCount);
        Assert.Equal([ResultStatus.Success, ResultStatus.OperationFailed, ResultStatus.Success], response.BatchItems.Select(item => item.ResultStatus));
        Assert.Equal(ResultReason.OperationNotSupported, response.BatchItems[1].ResultReason);
        Assert.Equal((Operation)operation, response.BatchItems[1].Operation);
        Assert.Equal(2, server.Store.Count);
    }

    [Theory]
    [Trait("Abuse", "A28")]
    [InlineData(null)]
    [InlineData(BatchErrorContinuationOption.Stop)]
    public async Task A_failure_stops_the_batch_and_what_went_before_is_kept(BatchErrorContinuationOption? option)
    {
        foreach (KmipVersion version in KmipVersion.Supported)
        {
            using var server = new DispatcherFixture();
            ResponseMessage response = await server.Send(WithFailingMiddle(version, option));

            Assert.Equal(2, response.Header.BatchCount);
            Assert.Equal([ResultStatus.Success, ResultStatus.OperationFailed], response.BatchItems.Select(item => item.ResultStatus));
            Assert.Equal([0, 1], response.BatchItems[1].UniqueBatchItemID);
            Assert.False(string.IsNullOrEmpty(response.BatchItems[1].ResultMessage));
            Assert.Equal(1, server.Store.Count);
        }
    }

    [Theory]
    [Trait("Abuse", "A28")]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task Continue_answers_every_item(int major, int minor)
    {
        using var server = new DispatcherFixture();
        ResponseMessage response = await server.Send(WithFailingMiddle(new KmipVersion(major, minor), BatchErrorContinuationOption.Continue));

        Assert.Equal(3, response.Header.BatchCount);
        Assert.Equal([ResultStatus.Success, ResultStatus.OperationFailed, ResultStatus.Success], response.BatchItems.Select(item => item.ResultStatus));
        Assert.Equal(2, server.Store.Count);
    }

    [Theory]
    [Trait("Abuse", "A28")]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task Undo_is_refused_before_anything_is_executed(int major, int minor)
    {
        using var server = new DispatcherFixture();
        ResponseBatchItem item = DispatcherFixture.Failed(
            await server.Send(WithFailingMiddle(new KmipVersion(major, minor), BatchErrorContinuationOption.Undo)));

        Assert.Equal(ResultReason.FeatureNotSupported, item.ResultReason);
        Assert.Contains("Stop or Continue", item.ResultMessage, StringComparison.Ordinal);
        Assert.Equal(0, server.Store.Count);
    }

    [Theory]
    [Trait("Abuse", "A28")]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task An_unknown_option_is_refused_before_anything_is_executed(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        using var server = new DispatcherFixture();
        byte[] request = RawMessage.Of(
            version, writer => writer.WriteEnumeration(KmipTag.BatchErrorContinuationOption, 9u), null, RawMessage.Item(version, Requests.Aes()));
        ResponseBatchItem item = DispatcherFixture.Failed(await server.Exchange(request));

        Assert.Equal(major == 1 ? ResultReason.InvalidField : ResultReason.UnknownEnumeration, item.ResultReason);
        Assert.Equal(0, server.Store.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Items_are_executed_in_their_order_whether_it_is_asked_for_or_not(bool ordered)
    {
        using var server = new DispatcherFixture();
        RequestMessage request = Requests.Batch(
            KmipVersion.V1_0, RequestBatchItem.For(Requests.Aes()), RequestBatchItem.For(new ActivateRequest()), RequestBatchItem.For(Requests.Revoke(null)),
            RequestBatchItem.For(new DestroyRequest()));
        request.Header.BatchOrderOption = ordered;
        ResponseMessage response = await server.Send(request);

        Assert.Equal([Operation.Create, Operation.Activate, Operation.Revoke, Operation.Destroy], response.BatchItems.Select(item => item.Operation.GetValueOrDefault()));
        Assert.All(response.BatchItems, item => Assert.Equal(ResultStatus.Success, item.ResultStatus));
    }

    private static RequestBatchItem Unknown(uint operation) =>
        new() { Operation = (Operation)operation, Payload = new OpaqueStructure(new SecretBuffer(0)) };

    private static RequestMessage WithFailingMiddle(KmipVersion version, BatchErrorContinuationOption? option)
    {
        RequestMessage request = Requests.Batch(version, RequestBatchItem.For(Requests.Aes()), Missing, RequestBatchItem.For(Requests.Aes()));
        request.Header.BatchErrorContinuationOption = option;
        return request;
    }
}
