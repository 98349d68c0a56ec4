using System.Diagnostics;
using System.Net.Sockets;
using Kmip.Server.Kestrel.Tests.Support;

namespace Kmip.Server.Kestrel.Tests.Connections;

/// <summary>A41, A42, A45: connections that say nothing, say it slowly, or say something else.</summary>
public sealed class SilentConnections
{
    [Fact]
    [Trait("Abuse", "A41")]
    public async Task A_silent_connection_is_closed_at_the_handshake_timeout_and_others_are_served_meanwhile()
    {
        // The default of 10 s is proved with 2 s: the same code, a shorter wait.
        await using TestServer server = await TestServer.StartAsync(handshakeTimeout: TimeSpan.FromSeconds(2));
        await server.AssertAliveAsync();
        using Socket silent = await server.ConnectAsync();
        long since = Stopwatch.GetTimestamp();
        Task<int> end = ReadToEndAsync(silent);
        await server.AssertAliveAsync();
        Assert.False(end.IsCompleted);

        Assert.Equal(0, await end);
        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 1.5, 10);
        await server.AssertAliveAsync();
        server.AssertNoStackTraceAtWarning();
        Assert.Equal(TimeSpan.FromSeconds(10), new KmipListenOptions { ServerCertificate = null!, ClientAuthorities = [] }.HandshakeTimeout);
    }

    public static TheoryData<string> Openings() =>
        ["16 03 01 00 00", "00 01 01 03 03", "GET / HTTP/1.1", "42 00 78 01 00 00 00 08 00 00 00 00 00 00 00 00", "random", "drip"];

    [Theory]
    [Trait("Abuse", "A42")]
    [MemberData(nameof(Openings))]
    public async Task What_is_no_handshake_is_closed_within_the_timeout(string opening)
    {
        await using TestServer server = await TestServer.StartAsync(handshakeTimeout: TimeSpan.FromSeconds(2));
        using Socket socket = await server.ConnectAsync();
        Task<int> end = ReadToEndAsync(socket);
        await SendAsync(socket, opening, end);

        int answered = await end;
        Assert.InRange(answered, 0, 64); // at most a TLS alert
        await server.AssertAliveAsync();
        server.AssertNoStackTraceAtWarning();
    }

    [Fact]
    [Trait("Abuse", "A45")]
    public async Task The_cap_on_silent_connections_holds_and_a_good_client_is_served()
    {
        // 10,000 in the row; 2,000 here, because both ends of a connection count against this process's limit of descriptors.
        const int Connections = 2_000;
        const int Cap = 64;
        await using TestServer server = await TestServer.StartAsync(handshakeTimeout: TimeSpan.FromSeconds(5), unauthenticated: Cap);
        await server.AssertAliveAsync();
        long before = Environment.WorkingSet;
        var sockets = new List<Socket>();
        try
        {
            int closed = 0;
            var ends = new List<Task>();
            for (int count = 0; count < Connections; count++)
            {
                Socket socket;
                try
                {
                    socket = await server.ConnectAsync();
                }
                catch (SocketException)
                {
                    // Closed by the gate before the connect returned.
                    Interlocked.Increment(ref closed);
                    continue;
                }

                sockets.Add(socket);
                ends.Add(ReadToEndAsync(socket).ContinueWith(_ => Interlocked.Increment(ref closed), TaskScheduler.Default));
            }

            long since = Stopwatch.GetTimestamp();
            while (Volatile.Read(ref closed) < Connections - Cap && Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(4))
            {
                await Task.Delay(20);
            }

            Assert.True(Volatile.Read(ref closed) >= Connections - Cap, $"Only {closed} of the excess connections were closed.");
            Assert.True(Environment.WorkingSet - before < 128 * 1024 * 1024);
            await Task.WhenAll(ends).WaitAsync(TimeSpan.FromSeconds(20));
            await server.AssertAliveAsync();
            server.AssertNoStackTraceAtWarning();
            Assert.InRange(server.Loggers.Lines.Count(line => line.Category.EndsWith("Audit", StringComparison.Ordinal)), 1, 400);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task The_cap_on_connections_holds_and_places_are_given_back()
    {
        await using TestServer server = await TestServer.StartAsync(connections: 2);
        await using (System.Net.Security.SslStream first = await server.HandshakeAsync(server.GoodClient))
        await using (System.Net.Security.SslStream second = await server.HandshakeAsync(server.GoodClient))
        {
            Assert.Empty(await server.TryAskAsync(server.GoodClient));
        }

        await WaitUntilServedAsync(server);
    }

    private static async Task WaitUntilServedAsync(TestServer server)
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            if ((await server.TryAskAsync(server.GoodClient)).Length > 0)
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("The places of closed connections were not given back.");
    }

    private static async Task SendAsync(Socket socket, string opening, Task end)
    {
        try
        {
            if (opening == "drip")
            {
                byte[] hello = RawClientHello.Build(0x0303, 0xC02B);
                for (int index = 0; index < hello.Length && !end.IsCompleted; index++)
                {
                    await socket.SendAsync(hello.AsMemory(index, 1));
                    await Task.Delay(200);
                }

                return;
            }

            byte[] bytes = opening switch
            {
                "random" => [.. Enumerable.Range(0, 64).Select(value => (byte)((value * 167) + 13))],
                ['G', ..] => System.Text.Encoding.ASCII.GetBytes(opening + "\r\n\r\n"),
                _ => Convert.FromHexString(opening.Replace(" ", string.Empty, StringComparison.Ordinal)),
            };
            await socket.SendAsync(bytes);
        }
        catch (SocketException)
        {
            // The server closed first: what the test wants.
        }
    }

    /// <summary>Reads until the other side closes; the number of bytes that came.</summary>
    private static async Task<int> ReadToEndAsync(Socket socket)
    {
        byte[] buffer = new byte[256];
        int total = 0;
        try
        {
            while (true)
            {
                int read = await socket.ReceiveAsync(buffer).WaitAsync(TimeSpan.FromSeconds(30));
                if (read == 0)
                {
                    return total;
                }

                total += read;
            }
        }
        catch (SocketException)
        {
            return total;
        }
    }
}
