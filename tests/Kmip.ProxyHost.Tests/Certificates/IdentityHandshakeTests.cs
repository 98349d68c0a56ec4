using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Kmip.ProxyHost.Certificates;
using Kmip.ProxyHost.Tests.Support;
using Kmip.Server.Kestrel;

namespace Kmip.ProxyHost.Tests.Certificates;

/// <summary>The certificates in a real handshake, new and kept.</summary>
public sealed class IdentityHandshakeTests : IDisposable
{
    private readonly IdentityBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("127.0.0.1", false, SslProtocols.Tls12)]
    [InlineData("localhost", false, SslProtocols.Tls13)]
    [InlineData("127.0.0.1", true, SslProtocols.Tls12)]
    [InlineData("localhost", true, SslProtocols.Tls13)]
    public async Task Both_sides_prove_themselves_with_what_lies_in_the_files(string host, bool kept, SslProtocols protocol)
    {
        if (kept)
        {
            _bed.Prepare().Dispose();
        }

        using ProxyIdentity identity = _bed.Prepare();
        Assert.Equal(kept, identity.IsKept);
        using X509Certificate2 client = _bed.LoadClient();
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(_bed.AuthorityPath);
        ClientCertificatePolicy policy = new([identity.Authority], identity.ClientFingerprints, _bed.Time);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient connection = new();
        await connection.ConnectAsync((IPEndPoint)listener.LocalEndpoint, limit.Token);
        using TcpClient accepted = await listener.AcceptTcpClientAsync(limit.Token);
        await using SslStream serverSide = new(accepted.GetStream(), false, (_, certificate, _, _) => policy.Refuse((X509Certificate2?)certificate) is null);
        await using SslStream clientSide = new(connection.GetStream());

        Task server = serverSide.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = identity.Server,
                ClientCertificateRequired = true,
                EnabledSslProtocols = protocol,
            },
            limit.Token);
        X509ChainPolicy chain = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        chain.CustomTrustStore.Add(authority);
        await clientSide.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = host, ClientCertificates = [client], CertificateChainPolicy = chain }, limit.Token);
        await server;

        Assert.True(clientSide.IsMutuallyAuthenticated);
        Assert.Equal(protocol, clientSide.SslProtocol);
    }
}
