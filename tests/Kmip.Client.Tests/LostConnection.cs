using System.Net;
using System.Net.Sockets;
using Kmip.Client.Tests.Support;
using Kmip.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace Kmip.Client.Tests;

/// <summary>Connections that close, hang or never come about.</summary>
public sealed class LostConnection
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    [Trait("Abuse", "A83")]
    public async Task A_connection_closed_before_the_first_answer_names_the_client_certificate()
    {
        await using ScriptedServer server = ScriptedServer.Answering(_ => null);
        await using KmipClient client = await Clients.ConnectAsync(server);

        KmipConnectionException exception = await Assert.ThrowsAsync<KmipConnectionException>(
            () => client.SendAsync(new GetRequest { UniqueIdentifier = "1" }));

        Assert.Equal(KmipConnectionError.ClosedBeforeFirstResponse, exception.Error);
        Assert.Contains("client certificate", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    [Trait("Abuse", "A83")]
    public async Task An_idle_connection_that_was_closed_is_reopened_once_where_asking_again_is_harmless()
    {
        await using ScriptedServer server = OneAnswerAConnection();
        await using KmipClient client = await Clients.ConnectAsync(server);
        await client.SendAsync(new LocateRequest());

        await client.SendAsync(new LocateRequest());

        Assert.Equal(2, server.Connections);
    }

    [Fact]
    [Trait("Abuse", "A83")]
    public async Task What_changes_the_server_is_never_sent_twice_and_the_next_request_connects_anew()
    {
        await using ScriptedServer server = OneAnswerAConnection();
        await using KmipClient client = await Clients.ConnectAsync(server);
        await client.SendAsync(new LocateRequest());

        KmipConnectionException exception = await Assert.ThrowsAsync<KmipConnectionException>(
            () => client.SendAsync(new ActivateRequest { UniqueIdentifier = "1" }));
        Assert.Equal(KmipConnectionError.Closed, exception.Error);
        Assert.Equal(1, server.Connections);

        await client.SendAsync(new LocateRequest());
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    [Trait("Abuse", "A83")]
    public async Task A_server_that_always_closes_is_not_asked_for_ever()
    {
        bool first = true;
        await using ScriptedServer server = ScriptedServer.Answering(_ =>
        {
            bool answer = first;
            first = false;
            return answer ? Located : null;
        });
        await using KmipClient client = await Clients.ConnectAsync(server);
        await client.SendAsync(new LocateRequest());

        await Assert.ThrowsAsync<KmipConnectionException>(() => client.SendAsync(new LocateRequest()));

        Assert.Equal(2, server.Connections);
    }

    [Fact]
    [Trait("Abuse", "A83")]
    public async Task An_answer_cut_in_the_middle_is_not_asked_for_again()
    {
        await using ScriptedServer server = new(async (stream, _, stop) =>
        {
            await ScriptedServer.ReadMessageAsync(stream, stop);
            await stream.WriteAsync(Located.AsMemory(0, 20), stop);
        });
        await using KmipClient client = await Clients.ConnectAsync(server);

        await Assert.ThrowsAsync<KmipConnectionException>(() => client.SendAsync(new LocateRequest()));

        Assert.Equal(1, server.Connections);
    }

    [Fact]
    [Trait("Abuse", "A85")]
    public async Task A_server_that_hangs_is_left_at_the_timeout_and_its_socket_closed()
    {
        FakeTimeProvider time = new();
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = new(async (stream, _, stop) =>
        {
            await ScriptedServer.ReadMessageAsync(stream, stop);
            asked.SetResult();
            await ScriptedServer.WaitForCloseAsync(stream, stop);
        });
        await using KmipClient client = await KmipClient.ConnectAsync(Clients.Options(server, time));

        Task sending = client.SendAsync(new GetRequest { UniqueIdentifier = "1" });
        await asked.Task.WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(sending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        KmipConnectionException exception = await Assert.ThrowsAsync<KmipConnectionException>(() => sending.WaitAsync(Patience));
        Assert.Equal(KmipConnectionError.RequestTimedOut, exception.Error);
        await server.Closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task The_callers_cancellation_stays_a_cancellation_and_closes_the_connection()
    {
        using CancellationTokenSource cancel = new();
        await using ScriptedServer server = new(async (stream, _, stop) =>
        {
            await ScriptedServer.ReadMessageAsync(stream, stop);
            await cancel.CancelAsync();
            await ScriptedServer.WaitForCloseAsync(stream, stop);
        });
        await using KmipClient client = await Clients.ConnectAsync(server);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.SendAsync(new GetRequest { UniqueIdentifier = "1" }, cancel.Token).WaitAsync(Patience));

        await server.Closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_named()
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        KmipConnectionException exception = await Assert.ThrowsAsync<KmipConnectionException>(
            () => KmipClient.ConnectAsync(new KmipClientOptions { Host = "127.0.0.1", Port = port }));

        Assert.Equal(KmipConnectionError.ConnectFailed, exception.Error);
        Assert.Contains("127.0.0.1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposal_ends_a_request_under_way()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = new(async (stream, _, stop) =>
        {
            await ScriptedServer.ReadMessageAsync(stream, stop);
            asked.SetResult();
            await ScriptedServer.WaitForCloseAsync(stream, stop);
        });
        KmipClient client = await Clients.ConnectAsync(server);
        Task sending = client.SendAsync(new GetRequest { UniqueIdentifier = "1" });
        await asked.Task.WaitAsync(Patience);

        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => sending.WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.SendAsync(new GetRequest { UniqueIdentifier = "1" }));
    }

    private static byte[] Located => Answers.Identifier(Operation.Locate, "1");

    private static ScriptedServer OneAnswerAConnection() => new(async (stream, _, stop) =>
    {
        await ScriptedServer.ReadMessageAsync(stream, stop);
        await stream.WriteAsync(Located, stop);
    });
}
