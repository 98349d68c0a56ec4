using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.Client.Tests.Support;

/// <summary>A certificate authority of a test, and what it issues.</summary>
internal sealed class TestPki : IDisposable
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly List<X509Certificate2> _issued = [];

    public TestPki()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Test CA " + Guid.NewGuid(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(10));
    }

    public X509Certificate2 Authority { get; }

    public X509Certificate2 IssueServer(Action<SubjectAlternativeNameBuilder>? names = null, DateTimeOffset? notAfter = null)
    {
        SubjectAlternativeNameBuilder builder = new();
        (names ?? (all => all.AddIpAddress(IPAddress.Loopback)))(builder);
        return Issue("CN=server", ServerAuthentication, builder.Build(), notAfter);
    }

    public X509Certificate2 IssueClient() => Issue("CN=client", ClientAuthentication, names: null, notAfter: null);

    public void Dispose()
    {
        _issued.ForEach(certificate => certificate.Dispose());
        Authority.Dispose();
    }

    private X509Certificate2 Issue(string name, Oid usage, X509Extension? names, DateTimeOffset? notAfter)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([usage], false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        using X509Certificate2 bare = request.Create(
            Authority, DateTimeOffset.UtcNow.AddDays(-5), notAfter ?? DateTimeOffset.UtcNow.AddDays(5), RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 withKey = bare.CopyWithPrivateKey(key);

        // Windows cannot use a key that only exists in memory for TLS.
        X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
        _issued.Add(certificate);
        return certificate;
    }
}
