using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Kmip.Ttlv;
using Microsoft.Extensions.Logging;

namespace Kmip.Server.Kestrel.Tests.Support;

/// <summary>A real endpoint on a free loopback port, with one pinned client certificate.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly KmipKestrelServer _server;

    private TestServer(KmipKestrelServer server, TestAuthority authority, X509Certificate2 client, RecordingLoggers loggers, ServerCertificateSource source)
    {
        _server = server;
        Authority = authority;
        GoodClient = client;
        Loggers = loggers;
        Source = source;
    }

    public TestAuthority Authority { get; }

    public X509Certificate2 GoodClient { get; }

    public RecordingLoggers Loggers { get; }

    public ServerCertificateSource Source { get; }

    public IPEndPoint EndPoint => _server.EndPoint;

    public static byte[] Request => EchoHandler.Request;

    public static byte[] Answer => EchoHandler.Answer;

    public static async Task<TestServer> StartAsync(
        TimeSpan? handshakeTimeout = null, SslProtocols protocols = SslProtocols.Tls12 | SslProtocols.Tls13, int unauthenticated = 256,
        int connections = 1_000, KmipSessionOptions? session = null, IFrameHandler? handler = null, bool pin = true)
    {
        var authority = new TestAuthority();
        X509Certificate2 client = authority.Client();
        var loggers = new RecordingLoggers();
        var source = new ServerCertificateSource(authority.Server());
        var options = new KmipListenOptions
        {
            ServerCertificate = source,
            ClientAuthorities = authority.Authorities,
            PinnedClientFingerprints = pin ? [ClientIdentity.FingerprintOf(client)] : [],
            HandshakeTimeout = handshakeTimeout ?? TimeSpan.FromSeconds(10),
            Protocols = protocols,
            MaximumUnauthenticatedConnections = unauthenticated,
            MaximumConnections = connections,
            Session = session ?? new KmipSessionOptions(),
        };
        KmipKestrelServer server = await KmipKestrelServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0), options, handler ?? new EchoHandler(), loggers);
        return new TestServer(server, authority, client, loggers, source);
    }

    public Task StopAsync() => _server.StopAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public async Task<Socket> ConnectAsync(IPEndPoint? endPoint = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endPoint ?? EndPoint);
        return socket;
    }

    public async Task<SslStream> HandshakeAsync(
        X509Certificate2? certificate, SslProtocols protocols = SslProtocols.None, IPEndPoint? endPoint = null)
    {
        Socket socket = await ConnectAsync(endPoint);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocols,
            // The test trusts its own authority only; the server's name is checked by the platform.
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
        };
        options.CertificateChainPolicy.CustomTrustStore.AddRange(Authority.Authorities);
        if (certificate is not null)
        {
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        }

        try
        {
            await stream.AuthenticateAsClientAsync(options).WaitAsync(TimeSpan.FromSeconds(20));
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a request and reads to the end or to the first answer: the application bytes that came back.</summary>
    public async Task<byte[]> TryAskAsync(
        X509Certificate2? certificate, SslProtocols protocols = SslProtocols.None, IPEndPoint? endPoint = null)
    {
        try
        {
            await using SslStream stream = await HandshakeAsync(certificate, protocols, endPoint);
            await stream.WriteAsync(EchoHandler.Request);
            byte[] buffer = new byte[1024];
            int read = await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            return buffer[..read];
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException or SocketException)
        {
            return [];
        }
    }

    /// <summary>A fresh good client is answered, and within a second once the machine is not loaded; here: well before its patience ends.</summary>
    public async Task AssertAliveAsync()
    {
        long since = Stopwatch.GetTimestamp();
        byte[] answer = await TryAskAsync(GoodClient);
        Assert.Equal(EchoHandler.Answer, answer);
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(5), "The good client was served late.");
    }

    public void AssertNoStackTraceAtWarning()
    {
        foreach ((LogLevel level, string category, string text, Exception? exception) in Loggers.Lines.Where(line => line.Level >= LogLevel.Warning))
        {
            Assert.True(exception is null, $"{category} logged an exception at {level}: {text}");
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        }
    }

    private sealed class EchoHandler : IFrameHandler
    {
        public static byte[] Request { get; } = Message(KmipTag.RequestMessage);

        public static byte[] Answer { get; } = Message(KmipTag.ResponseMessage);

        public ValueTask HandleAsync(ReadOnlyMemory<byte> frame, TtlvWriter response, ClientIdentity client, CancellationToken cancellationToken)
        {
            response.WriteEncodedItem(Answer);
            return ValueTask.CompletedTask;
        }

        public void WriteFramingError(TtlvException error, TtlvWriter response) => response.WriteEncodedItem(Answer);

        private static byte[] Message(KmipTag tag)
        {
            using var writer = new TtlvWriter();
            using (writer.BeginStructure(tag))
            {
                writer.WriteInteger(KmipTag.BatchCount, 1);
            }

            return writer.WrittenSpan.ToArray();
        }
    }
}
