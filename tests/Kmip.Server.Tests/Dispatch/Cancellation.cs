using System.Buffers;
using System.IO.Pipelines;
using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kmip.Server.Tests.Dispatch;

/// <summary>The request timeout ends what is running and what has not begun; the answer is still whole.</summary>
public sealed class Cancellation
{
    [Fact]
    public async Task A_request_whose_time_is_up_is_not_executed()
    {
        using var server = new DispatcherFixture();
        RequestMessage create = Requests.Message(KmipVersion.V1_4, Requests.Aes());

        // Query needs no store and never looks at its token.
        RequestMessage query = Requests.Message(KmipVersion.V1_4, new QueryRequest { QueryFunctions = [QueryFunction.QueryObjects] });
        foreach (RequestMessage request in new[] { create, query })
        {
            using ResponseMessage response = ResponseMessage.Decode(await server.SendBytes(request.Encode(), new CancellationToken(canceled: true)));
            Assert.Equal(ResultReason.GeneralFailure, DispatcherFixture.Failed(response).ResultReason);
        }

        Assert.Equal(0, server.Store.Count);
        await server.AssertAlive();
    }

    [Theory]
    [InlineData(BatchErrorContinuationOption.Stop, 2)]
    [InlineData(BatchErrorContinuationOption.Continue, 3)]
    public async Task An_operation_that_is_cancelled_fails_and_no_other_begins(BatchErrorContinuationOption option, int answers)
    {
        using var time = new CancellationTokenSource();
        var waiting = new WaitingHandler();
        using var server = new DispatcherFixture(handlers: waiting);
        RequestMessage request = Requests.Batch(
            KmipVersion.V2_1, RequestBatchItem.For(Requests.Aes()), RequestBatchItem.For(new LocateRequest()),
            RequestBatchItem.For(new QueryRequest { QueryFunctions = [QueryFunction.QueryObjects] }));
        request.Header.BatchErrorContinuationOption = option;
        Task<byte[]> answer = server.SendBytes(request.Encode(), time.Token);
        await waiting.Begun.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(answer.IsCompleted);
        await time.CancelAsync();
        using ResponseMessage response = ResponseMessage.Decode(await answer.WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Equal(answers, response.Header.BatchCount);
        Assert.Equal(ResultStatus.Success, response.BatchItems[0].ResultStatus);
        Assert.All(response.BatchItems.Skip(1), item => Assert.Equal(ResultReason.GeneralFailure, item.ResultReason));
        Assert.Equal(1, server.Store.Count);
    }

    [Fact]
    public async Task A_request_that_runs_out_of_time_is_answered_and_the_connection_lives()
    {
        var waiting = new WaitingHandler();
        using var server = new DispatcherFixture(handlers: waiting);
        var connection = new InMemoryConnection();
        var options = new KmipSessionOptions();
        var session = new KmipSession(server.Dispatcher, options, server.Clock, NullLogger<KmipSession>.Instance);
        Task<SessionEnd> end = session.RunAsync(connection, DispatcherFixture.Alice, CancellationToken.None);
        await connection.SendAsync(Requests.Message(KmipVersion.V1_4, new LocateRequest()).Encode());
        await waiting.Begun.WaitAsync(TimeSpan.FromSeconds(20));
        server.Clock.Advance(options.RequestTimeout);
        ReadResult answer = await connection.FromServer.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(ResultReason.GeneralFailure, DispatcherFixture.Failed(ResponseMessage.Decode(answer.Buffer.ToArray())).ResultReason);
        connection.FromServer.AdvanceTo(answer.Buffer.End);
        byte[] query = Requests.Message(KmipVersion.V1_4, new QueryRequest { QueryFunctions = [QueryFunction.QueryObjects] }).Encode();
        await connection.SendAsync(query);
        await connection.ToServer.CompleteAsync();
        Assert.Equal(await server.SendBytes(query), await connection.ReadToEndAsync());
        Assert.Equal(SessionEnd.ClientClosed, await end.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private sealed class WaitingHandler : OperationHandler<LocateRequest, LocateResponse>
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public override async ValueTask<LocateResponse> HandleAsync(LocateRequest request, OperationContext context, CancellationToken cancellationToken)
        {
            _begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return new LocateResponse();
        }
    }
}
