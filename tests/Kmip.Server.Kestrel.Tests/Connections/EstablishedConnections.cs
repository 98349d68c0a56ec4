using System.Net.Security;
using Kmip.Server.Kestrel.Tests.Support;

namespace Kmip.Server.Kestrel.Tests.Connections;

/// <summary>A43, A44 over real TLS, and a stop that drains.</summary>
public sealed class EstablishedConnections
{
    [Fact]
    [Trait("Abuse", "A44")]
    public async Task An_idle_connection_is_closed_gracefully()
    {
        await using TestServer server = await TestServer.StartAsync(session: new KmipSessionOptions { IdleTimeout = TimeSpan.FromSeconds(1) });
        await using SslStream stream = await server.HandshakeAsync(server.GoodClient);

        // Zero, and no IOException: close_notify came before the end of the connection.
        Assert.Equal(0, await stream.ReadAsync(new byte[16]).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        await server.AssertAliveAsync();
    }

    [Fact]
    [Trait("Abuse", "A43")]
    public async Task Half_a_message_then_silence_is_closed()
    {
        await using TestServer server = await TestServer.StartAsync(session: new KmipSessionOptions { ReceiveGrace = TimeSpan.FromSeconds(1) });
        await using SslStream stream = await server.HandshakeAsync(server.GoodClient);
        await stream.WriteAsync(TestServer.Request.AsMemory(0, 12));

        Assert.Equal(0, await stream.ReadAsync(new byte[16]).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        await server.AssertAliveAsync();
    }

    [Fact]
    [Trait("Abuse", "A22")]
    public async Task Two_messages_in_one_record_are_both_answered()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using SslStream stream = await server.HandshakeAsync(server.GoodClient);
        await stream.WriteAsync((byte[])[.. TestServer.Request, .. TestServer.Request]);
        byte[] answers = new byte[TestServer.Answer.Length * 2];
        await stream.ReadExactlyAsync(answers).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal([.. TestServer.Answer, .. TestServer.Answer], answers);
    }

    [Fact]
    public async Task Stopping_answers_the_request_in_work_and_closes_idle_connections()
    {
        var release = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        bool armed = false;
        await using TestServer server = await TestServer.StartAsync(handler: new DelayingHandler(async () =>
        {
            if (armed)
            {
                entered.TrySetResult();
                await release.Task;
            }
        }));
        armed = true;
        await using SslStream idle = await server.HandshakeAsync(server.GoodClient);
        await using SslStream busy = await server.HandshakeAsync(server.GoodClient);
        await busy.WriteAsync(TestServer.Request);
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(20));

        Task stop = server.StopAsync();
        Assert.Equal(0, await idle.ReadAsync(new byte[16]).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.False(stop.IsCompleted);
        release.SetResult();
        byte[] answer = new byte[TestServer.Answer.Length];
        await busy.ReadExactlyAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(TestServer.Answer, answer);
        await stop.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private sealed class DelayingHandler(Func<Task> before) : IFrameHandler
    {
        public async ValueTask HandleAsync(
            ReadOnlyMemory<byte> frame, Kmip.Ttlv.TtlvWriter response, ClientIdentity client, CancellationToken cancellationToken)
        {
            await before();
            response.WriteEncodedItem(TestServer.Answer);
        }

        public void WriteFramingError(Kmip.Ttlv.TtlvException error, Kmip.Ttlv.TtlvWriter response) => response.WriteEncodedItem(TestServer.Answer);
    }
}
