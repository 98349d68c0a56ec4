using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.Server.Kestrel;

/// <summary>
/// The certificate new connections are served with. It can be replaced while the server runs (renewal): connections that stand keep the
/// one they were opened with.
/// </summary>
public sealed class ServerCertificateSource
{
    private volatile SslStreamCertificateContext _current;

    /// <summary>Starts with a certificate.</summary>
    /// <param name="certificate">With its private key. Not disposed here: connections may use it long after it was replaced.</param>
    /// <param name="chain">The certificates between it and its root, sent along; null where there are none.</param>
    /// <exception cref="ArgumentException">The certificate has no private key.</exception>
    public ServerCertificateSource(X509Certificate2 certificate, X509Certificate2Collection? chain = null) =>
        _current = ContextOf(certificate, chain);

    /// <summary>The certificate of a PEM file that holds it, its unencrypted private key, and the certificates between it and its root.</summary>
    /// <exception cref="IOException">The file cannot be read, or holds no certificate with its key; the message says which.</exception>
    public static ServerCertificateSource FromPemFile(string path)
    {
        (X509Certificate2 certificate, X509Certificate2Collection chain) = PemFiles.ReadServer(path);
        return new ServerCertificateSource(certificate, chain);
    }

    /// <summary>What the next connection gets.</summary>
    public SslStreamCertificateContext Current => _current;

    /// <summary>Serves new connections with another certificate from now on.</summary>
    /// <exception cref="ArgumentException">The certificate has no private key.</exception>
    public void Replace(X509Certificate2 certificate, X509Certificate2Collection? chain = null) => _current = ContextOf(certificate, chain);

    private static SslStreamCertificateContext ContextOf(X509Certificate2 certificate, X509Certificate2Collection? chain)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (!certificate.HasPrivateKey)
        {
            throw new ArgumentException("The server certificate has no private key: load it together with its key.", nameof(certificate));
        }

        // Offline: no intermediate and no OCSP answer is fetched from addresses a certificate names.
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }
}
