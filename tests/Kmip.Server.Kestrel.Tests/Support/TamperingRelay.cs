using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Kmip.Server.Kestrel.Tests.Support;

/// <summary>
/// Stands between a TLS 1.2 client and the server and breaks the client's CertificateVerify, which is the signature with the certificate's
/// key. To the server this is a client that shows a certificate whose key it does not have: libraries refuse to act that client themselves.
/// </summary>
public sealed class TamperingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public TamperingRelay(IPEndPoint server)
    {
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        Relaying = RelayAsync(server);
    }

    public IPEndPoint EndPoint { get; }

    public Task Relaying { get; }

    public bool Tampered { get; private set; }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task RelayAsync(IPEndPoint server)
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
        using var upstream = new TcpClient();
        await upstream.ConnectAsync(server, _stop.Token);
        Task back = upstream.GetStream().CopyToAsync(client.GetStream(), _stop.Token);
        try
        {
            await ForwardAsync(client.GetStream(), upstream.GetStream());
        }
        catch (IOException)
        {
            // One side has closed: the end of this connection.
        }

        await Task.WhenAny(back, Task.Delay(TimeSpan.FromSeconds(5)));
    }

    private async Task ForwardAsync(NetworkStream from, NetworkStream to)
    {
        byte[] header = new byte[5];
        bool clear = true;
        while (await from.ReadAtLeastAsync(header, 5, throwOnEndOfStream: false, _stop.Token) == 5)
        {
            byte[] record = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(3))];
            await from.ReadExactlyAsync(record, _stop.Token);
            clear &= header[0] != 0x14;
            if (clear && header[0] == 0x16)
            {
                Tamper(record);
            }

            await to.WriteAsync((byte[])[.. header, .. record], _stop.Token);
        }
    }

    private void Tamper(byte[] record)
    {
        for (int at = 0; at + 4 <= record.Length;)
        {
            int length = (record[at + 1] << 16) | BinaryPrimitives.ReadUInt16BigEndian(record.AsSpan(at + 2));
            at += 4 + length;
            if (record[at - 4 - length] == 0x0F && at <= record.Length)
            {
                record[at - 1] ^= 1;
                Tampered = true;
            }
        }
    }
}
