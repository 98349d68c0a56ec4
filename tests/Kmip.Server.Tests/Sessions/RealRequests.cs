using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kmip.Server.Tests.Sessions;

/// <summary>Real requests through session and dispatcher, cut anywhere and joined.</summary>
[Trait("Abuse", "A22")]
public sealed class RealRequests : IDisposable
{
    private readonly DispatcherFixture _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Every_two_piece_cut_of_a_get_gives_the_same_bytes()
    {
        byte[] request = await Get();
        byte[] expected = await _server.SendBytes(request);
        Assert.Equal(ResultStatus.Success, Assert.Single(ResponseMessage.Decode(expected).BatchItems).ResultStatus);
        for (int cut = 0; cut <= request.Length; cut++)
        {
            Assert.Equal(expected, await Answers(request[..cut], request[cut..]));
        }
    }

    [Fact]
    public async Task A_get_byte_by_byte_gives_the_same_bytes()
    {
        byte[] request = await Get();
        Assert.Equal(await _server.SendBytes(request), await Answers([.. request.Select(one => new[] { one })]));
    }

    [Fact]
    public async Task A_header_in_three_and_five_bytes_gives_the_same_bytes()
    {
        byte[] request = await Get();
        Assert.Equal(await _server.SendBytes(request), await Answers(request[..3], request[3..8], request[8..]));
    }

    [Fact]
    public async Task Two_requests_in_one_write_are_both_answered_in_order()
    {
        byte[] get = await Get();
        byte[] query = Requests.Message(KmipVersion.V2_1, new QueryRequest { QueryFunctions = [QueryFunction.QueryOperations] }).Encode();
        byte[] expected = [.. await _server.SendBytes(get), .. await _server.SendBytes(query)];

        Assert.Equal(expected, await Answers([.. get, .. query]));
        Assert.Equal(expected, await Answers([.. get.Concat(query).Select(one => new[] { one })]));
    }

    [Fact]
    public async Task After_a_malformed_message_the_next_one_is_answered()
    {
        byte[] get = await Get();
        byte[] malformed = [.. get];
        malformed[^1] = 1;
        byte[] expected = [.. await _server.SendBytes(malformed), .. await _server.SendBytes(get)];

        Assert.Equal(expected, await Answers([.. malformed, .. get]));
    }

    [Fact]
    public async Task Lost_framing_is_answered_and_then_the_connection_ends()
    {
        byte[] get = await Get();
        byte[] answers = await Answers([.. "GET / HTTP/1.1\r\n\r\n"u8, .. get]);

        ResponseBatchItem item = DispatcherFixture.Failed(ResponseMessage.Decode(answers));
        Assert.Equal(ResultReason.InvalidMessage, item.ResultReason);
    }

    private async Task<byte[]> Get()
    {
        RegisterResponse registered = await _server.Send(KmipVersion.V1_2, Requests.RawKey([.. Enumerable.Range(0, 32).Select(value => (byte)value)]));
        return Requests.Message(KmipVersion.V1_2, new GetRequest { UniqueIdentifier = registered.UniqueIdentifier }).Encode();
    }

    /// <summary>Everything that one connection answers to what is sent in these pieces.</summary>
    private async Task<byte[]> Answers(params byte[][] pieces)
    {
        var connection = new InMemoryConnection(pauseResponsesAt: 1_000_000);
        var session = new KmipSession(_server.Dispatcher, new KmipSessionOptions(), _server.Clock, NullLogger<KmipSession>.Instance);
        Task<SessionEnd> end = session.RunAsync(connection, DispatcherFixture.Alice, CancellationToken.None);
        foreach (byte[] piece in pieces)
        {
            await connection.SendAsync(piece);
        }

        await connection.ToServer.CompleteAsync();
        byte[] answers = await connection.ReadToEndAsync();
        await end.WaitAsync(TimeSpan.FromSeconds(20));
        return answers;
    }
}
