using System.Net.Sockets;
using System.Security.Authentication;
using Kmip.Server.Kestrel.Tests.Support;

namespace Kmip.Server.Kestrel.Tests.Tls;

/// <summary>A46: old versions and weak suites never get a ServerHello.</summary>
public sealed class WeakHandshakes : IAsyncLifetime
{
    private const ushort EcdheEcdsaAes128Gcm = 0xC02B;
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(handshakeTimeout: TimeSpan.FromSeconds(2));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [Trait("Abuse", "A46")]
    [InlineData("SSL 3.0", 0x0300, "C02B 000A 0035")]
    [InlineData("TLS 1.0", 0x0301, "C02B C009 C00A")]
    [InlineData("TLS 1.1", 0x0302, "C02B C009 C00A")]
    [InlineData("TLS 1.2, NULL suites", 0x0303, "0000 003B C006")]
    [InlineData("TLS 1.2, EXPORT suites", 0x0303, "0003 0008 0014")]
    [InlineData("TLS 1.2, anonymous suites", 0x0303, "0018 00A6 C018")]
    [InlineData("TLS 1.2, CBC suites", 0x0303, "C009 C00A C023")]
    [InlineData("TLS 1.2, static RSA suites", 0x0303, "009C 009D 002F")]
    [InlineData("TLS 1.2, RC4 and 3DES", 0x0303, "C007 C008 0005")]
    public async Task Weak_offers_are_refused(string what, int version, string suites)
    {
        byte[] answer = await OfferAsync(RawClientHello.Build((ushort)version, [.. suites.Split(' ').Select(suite => Convert.ToUInt16(suite, 16))]));

        Assert.True(answer.Length == 0 || answer[0] == 0x15, $"{what}: the server answered with a record of type {(answer.Length > 0 ? answer[0] : 0):X2}.");
        await _server.AssertAliveAsync();
        _server.AssertNoStackTraceAtWarning();
    }

    [Fact]
    public async Task The_same_hello_with_a_strong_suite_gets_a_server_hello()
    {
        byte[] answer = await OfferAsync(RawClientHello.Build(0x0303, EcdheEcdsaAes128Gcm));
        Assert.True(answer.Length > 6);
        Assert.Equal(0x16, answer[0]);
        Assert.Equal(0x02, answer[5]);
    }

    [Fact]
    public async Task With_TLS_1_2_alone_chosen_no_TLS_1_3_is_spoken_and_no_ticket_is_sent()
    {
        await using TestServer server = await TestServer.StartAsync(protocols: SslProtocols.Tls12);
        Assert.Empty(await server.TryAskAsync(server.GoodClient, SslProtocols.Tls13));
        await using System.Net.Security.SslStream stream = await server.HandshakeAsync(server.GoodClient);
        Assert.Equal(SslProtocols.Tls12, stream.SslProtocol);
    }

    [Fact]
    public async Task A_replaced_certificate_serves_the_next_connection_and_the_old_connection_lives_on()
    {
        await using System.Net.Security.SslStream old = await _server.HandshakeAsync(_server.GoodClient);
        using System.Security.Cryptography.X509Certificates.X509Certificate2 renewed = _server.Authority.Server();
        _server.Source.Replace(renewed);
        await using System.Net.Security.SslStream fresh = await _server.HandshakeAsync(_server.GoodClient);

        Assert.Equal(renewed.GetCertHashString(), fresh.RemoteCertificate!.GetCertHashString());
        Assert.NotEqual(renewed.GetCertHashString(), old.RemoteCertificate!.GetCertHashString());
        await old.WriteAsync(TestServer.Request);
        byte[] buffer = new byte[256];
        Assert.NotEqual(0, await old.ReadAsync(buffer));
    }

    private async Task<byte[]> OfferAsync(byte[] hello)
    {
        using Socket socket = await _server.ConnectAsync();
        await socket.SendAsync(hello);
        byte[] buffer = new byte[512];
        try
        {
            int read = await socket.ReceiveAsync(buffer).WaitAsync(TimeSpan.FromSeconds(20));
            return buffer[..read];
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
