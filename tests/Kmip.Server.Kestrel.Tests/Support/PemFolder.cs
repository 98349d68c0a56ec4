using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.Server.Kestrel.Tests.Support;

/// <summary>An authority and certificates of it in PEM files, as programs are given them.</summary>
public sealed class PemFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PemFolder()
    {
        Client = Authority.Client();
        File.WriteAllText(AuthorityPem, Authority.Certificate.ExportCertificatePem());
        File.WriteAllText(ServerPem, WithKey(Authority.Server()));
        File.WriteAllText(ClientPem, WithKey(Client));
    }

    public TestAuthority Authority { get; } = new();

    public X509Certificate2 Client { get; }

    public string AuthorityPem => _folder.Combine("ca.pem");

    public string ServerPem => _folder.Combine("server.pem");

    public string ClientPem => _folder.Combine("client.pem");

    /// <summary>A file with an RSA key and no certificate.</summary>
    public string WriteRsaPem()
    {
        using var rsa = RSA.Create(2048);
        string path = _folder.Combine("rsa.pem");
        File.WriteAllText(path, rsa.ExportPkcs8PrivateKeyPem());
        return path;
    }

    public string Combine(string name) => _folder.Combine(name);

    public void Dispose()
    {
        Client.Dispose();
        _folder.Dispose();
    }

    private static string WithKey(X509Certificate2 certificate)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
    }
}
