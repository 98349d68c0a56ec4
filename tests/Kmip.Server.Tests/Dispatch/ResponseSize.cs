using Kmip.Protocol;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Dispatch;

/// <summary>Maximum Response Size (KMIP 1.4 section 6.3, KMIP 2.1 section 9.12): what does not fit is not done.</summary>
public sealed class ResponseSize
{
    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task A_created_object_whose_answer_does_not_fit_does_not_exist(int major, int minor)
    {
        using var server = new DispatcherFixture();
        RequestMessage request = Requests.Message(new KmipVersion(major, minor), Requests.Aes());
        int exact = (await server.SendBytes(request.Encode())).Length;
        Assert.Equal(1, server.Store.Count);

        request.Header.MaximumResponseSize = exact;
        Assert.Equal(exact, (await server.SendBytes(request.Encode())).Length);
        Assert.Equal(2, server.Store.Count);

        request.Header.MaximumResponseSize = exact - 1;
        byte[] refused = await server.SendBytes(request.Encode());
        ResponseBatchItem item = DispatcherFixture.Failed(ResponseMessage.Decode(refused));
        Assert.Equal(ResultReason.ResponseTooLarge, item.ResultReason);
        Assert.Equal(Operation.Create, item.Operation);
        Assert.True(refused.Length < exact);
        Assert.Equal(2, server.Store.Count);
    }

    [Fact]
    public async Task The_key_of_an_answer_that_does_not_fit_is_not_in_the_refusal()
    {
        using var server = new DispatcherFixture();
        byte[] key = [.. Enumerable.Repeat((byte)0xC7, 32)];
        RegisterResponse registered = await server.Send(KmipVersion.V1_0, Requests.RawKey(key));
        RequestMessage request = Requests.Message(KmipVersion.V1_0, new GetRequest { UniqueIdentifier = registered.UniqueIdentifier });
        request.Header.MaximumResponseSize = 280;
        byte[] answer = await server.SendBytes(request.Encode());

        Assert.Equal(ResultReason.ResponseTooLarge, DispatcherFixture.Failed(ResponseMessage.Decode(answer)).ResultReason);
        Assert.Equal(-1, answer.AsSpan().IndexOf(key));
    }

    [Fact]
    public async Task A_query_that_does_not_fit_256_bytes_fits_2048()
    {
        using var server = new DispatcherFixture();
        RequestMessage request = Requests.Message(KmipVersion.V1_0, new QueryRequest { QueryFunctions = [QueryFunction.QueryOperations, QueryFunction.QueryObjects] });
        request.Header.MaximumResponseSize = 256;
        byte[] refused = await server.SendBytes(request.Encode());
        Assert.True(refused.Length <= 256);
        Assert.Equal(ResultReason.ResponseTooLarge, DispatcherFixture.Failed(ResponseMessage.Decode(refused)).ResultReason);

        request.Header.MaximumResponseSize = 2_048;
        Assert.Equal(ResultStatus.Success, Assert.Single((await server.Send(request)).BatchItems).ResultStatus);
    }

    [Theory]
    [InlineData(BatchErrorContinuationOption.Stop)]
    [InlineData(BatchErrorContinuationOption.Continue)]
    public async Task Whatever_the_limit_it_is_kept_and_every_object_made_is_reported(BatchErrorContinuationOption option)
    {
        for (int limit = 0; limit < 900; limit += 4)
        {
            using var server = new DispatcherFixture();
            RequestMessage request = Requests.Batch(
                KmipVersion.V1_4, RequestBatchItem.For(Requests.Aes()), RequestBatchItem.For(new GetRequest()), RequestBatchItem.For(new GetRequest { UniqueIdentifier = "other" }),
                RequestBatchItem.For(Requests.Aes()));
            request.Header.MaximumResponseSize = limit;
            request.Header.BatchErrorContinuationOption = option;
            byte[] bytes = await server.SendBytes(request.Encode());
            using ResponseMessage response = ResponseMessage.Decode(bytes);

            Assert.All(response.BatchItems, item => Assert.True(item.ResultStatus is ResultStatus.Success || item.ResultMessage is { Length: > 0 }));
            Assert.Equal(server.Store.Count, response.BatchItems.Count(item => item.Payload is CreateResponse));
            if (bytes.Length > limit)
            {
                // Not even failures fit: nothing is executed, and one failure says so.
                Assert.Equal(ResultReason.ResponseTooLarge, DispatcherFixture.Failed(response).ResultReason);
                Assert.Equal(0, server.Store.Count);
                Assert.True(bytes.Length < 256);
            }
            else if (option is BatchErrorContinuationOption.Continue && response.BatchItems[0].Operation is not null)
            {
                Assert.Equal(4, response.BatchItems.Count);
            }
        }
    }

    [Fact]
    public async Task Percona_gets_its_key_within_8192_bytes()
    {
        using var server = new DispatcherFixture();
        byte[] key = [.. Enumerable.Range(1, 32).Select(value => (byte)value)];
        UniqueIdentifier id = Assert.IsType<RegisterResponse>((await Percona(server, Requests.RawKey(key))).Payload).UniqueIdentifier;
        await Percona(server, new ActivateRequest { UniqueIdentifier = id });
        GetResponse got = Assert.IsType<GetResponse>((await Percona(server, new GetRequest { UniqueIdentifier = id })).Payload);
        GetAttributesResponse attributes = Assert.IsType<GetAttributesResponse>(
            (await Percona(server, new GetAttributesRequest { UniqueIdentifier = id, AttributeReferences = [Kmip.Ttlv.KmipTag.State] })).Payload);

        Assert.Equal(key, got.Object!.FindKeyBlock()!.KeyValue!.Material!.Bytes!.Span.ToArray());
        Assert.Equal(State.Active, Assert.Single(attributes.Attributes).Value.AsEnumeration is { } state ? (State)state : default);
    }

    [Fact]
    public async Task The_server_has_its_own_limit()
    {
        using var server = new DispatcherFixture(options: new KmipServerOptions { MaximumResponseLength = 300 });
        CreateResponse created = await server.Send(KmipVersion.V1_4, Requests.Aes());
        RequestMessage request = Requests.Message(KmipVersion.V1_4, new GetAttributesRequest { UniqueIdentifier = created.UniqueIdentifier });
        request.Header.MaximumResponseSize = 100_000;

        Assert.Equal(ResultReason.ResponseTooLarge, DispatcherFixture.Failed(await server.Send(request)).ResultReason);
    }

    private static async Task<ResponseBatchItem> Percona<TRequest, TResponse>(DispatcherFixture server, IKmipRequest<TRequest, TResponse> payload)
        where TRequest : IKmipRequest<TRequest, TResponse>
        where TResponse : IKmipResponse<TResponse>
    {
        RequestMessage request = Requests.Message(KmipVersion.V1_0, payload);
        request.Header.MaximumResponseSize = 8_192;
        request.Header.TimeStamp = server.Clock.GetUtcNow();
        ResponseBatchItem item = Assert.Single((await server.Send(request)).BatchItems);
        Assert.Equal(ResultStatus.Success, item.ResultStatus);
        return item;
    }
}
