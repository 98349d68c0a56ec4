using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Kmip.Client.Tests.Support;

/// <summary>A server on the loopback address that does with each connection what the test says.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromSeconds(60));
    private readonly Func<Stream, int, CancellationToken, Task> _serve;
    private readonly Task _accepting;
    private int _connections;

    /// <param name="serve">Serves one connection; the number starts at 1. The connection is closed when the task ends.</param>
    public ScriptedServer(Func<Stream, int, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>A server that answers every request with what the function gives; null closes the connection.</summary>
    public static ScriptedServer Answering(Func<byte[], byte[]?> answer) => new(async (stream, _, stop) =>
    {
        while (await ReadMessageAsync(stream, stop) is { } request && answer(request) is { } response)
        {
            await stream.WriteAsync(response, stop);
        }
    });

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were accepted.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Set once the client closed a connection that was still being served.</summary>
    public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Opens a plain connection to it, for <see cref="KmipClientOptions.OpenStream"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Reads a whole message, or null at the end of the stream.</summary>
    public static async Task<byte[]?> ReadMessageAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] header = new byte[8];
        if (await stream.ReadAtLeastAsync(header, 8, throwOnEndOfStream: false, cancellationToken) < 8)
        {
            return null;
        }

        byte[] body = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4))];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return [.. header, .. body];
    }

    /// <summary>Waits until the client has closed its side.</summary>
    public static async Task WaitForCloseAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one, cancellationToken) > 0)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                serving.Add(ServeAsync(socket, Interlocked.Increment(ref _connections)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        await using NetworkStream stream = new(socket, ownsSocket: true);
        try
        {
            await _serve(stream, number, _stop.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or the test is over: that is what some tests are about.
        }

        Closed.TrySetResult();
    }
}
