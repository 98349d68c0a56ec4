using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kmip.Interop.Tests.PyKmip;
using Kmip.Server;
using Kmip.Server.Kestrel;
using Kmip.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kmip.Interop.Tests.InProcess;

/// <summary>Our server with every operation and an empty store in memory, on a loopback port with mutual TLS. Clients own what they make.</summary>
public sealed class InProcessServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly InMemoryStore _store = new();
    private KmipKestrelServer? _server;

    public async ValueTask InitializeAsync()
    {
        var dispatcher = new KmipDispatcher(
            new OperationTable(StandardOperations.Create()),
            _store,
            new OwnerPolicy(),
            new KmipServerOptions(),
            TimeProvider.System,
            NullLogger<KmipDispatcher>.Instance);
        var options = new KmipListenOptions
        {
            ServerCertificate = new ServerCertificateSource(_authority.Server()),
            ClientAuthorities = _authority.Authorities,
        };
        _server = await KmipKestrelServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), options, dispatcher, NullLoggerFactory.Instance);
        await File.WriteAllTextAsync(_folder.Combine("ca.pem"), _authority.Certificate.ExportCertificatePem());
    }

    /// <summary>The server as a client of this name sees it, with a certificate of the server's authority or of another.</summary>
    internal PyKmipEndpoint EndpointFor(string client, TestAuthority? authority = null)
    {
        string pem = _folder.Combine(Guid.NewGuid().ToString("N") + ".pem");
        using X509Certificate2 certificate = (authority ?? _authority).Client("CN=" + client);
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(pem, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n", Encoding.ASCII);
        return new PyKmipEndpoint("127.0.0.1", _server!.EndPoint.Port, _folder.Combine("ca.pem"), pem);
    }

    /// <summary>The same steps in every version, each by a client of its own.</summary>
    internal Task<PyKmipConversation[]> AskInEveryVersionAsync(params PyKmipStep[] steps) => PyKmipClient.RunAsync(
        EndpointFor("unused"), [.. PyKmipClient.AllVersions.Select(version => new PyKmipSession(version, steps) { Pem = EndpointFor("client " + version).Pem })]);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _store.Dispose();
        _folder.Dispose();
    }
}
