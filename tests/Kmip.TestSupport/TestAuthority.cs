using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.TestSupport;

/// <summary>A certificate authority of a test: mints every kind of certificate a client could turn up with.</summary>
public sealed class TestAuthority
{
    public const string ClientUse = "1.3.6.1.5.5.7.3.2";
    public const string ServerUse = "1.3.6.1.5.5.7.3.1";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority(string name = "CN=Test authority")
    {
        var request = new CertificateRequest(name, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        Certificate = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(30));
    }

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>The root, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    public X509Certificate2Collection Authorities => [X509CertificateLoader.LoadCertificate(Certificate.RawData)];

    public X509Certificate2 Server() => Issue("CN=localhost", [ServerUse], names: true);

    public X509Certificate2 Client(string name = "CN=client") => Issue(name, [ClientUse]);

    /// <summary>A certificate of this authority, with its key.</summary>
    public X509Certificate2 Issue(
        string name, string[] uses, bool names = false, bool authority = false, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        IssueWith(Certificate, _key, name, uses, names, authority, from, to);

    /// <summary>A certificate signed by another certificate, which may be none that may sign.</summary>
    public static X509Certificate2 IssueWith(
        X509Certificate2 issuer, ECDsa issuerKey, string name, string[] uses, bool names = false, bool authority = false,
        DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        if (uses.Length > 0)
        {
            OidCollection oids = [];
            foreach (string use in uses)
            {
                oids.Add(new Oid(use));
            }

            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, critical: false));
        }

        if (names)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            alternatives.AddIpAddress(System.Net.IPAddress.Loopback);
            alternatives.AddDnsName("localhost");
            request.CertificateExtensions.Add(alternatives.Build());
        }

        X509SignatureGenerator signer = X509SignatureGenerator.CreateForECDsa(issuerKey);
        using X509Certificate2 certificate = request.Create(
            issuer.SubjectName, signer, from ?? Now.AddHours(-1), to ?? Now.AddHours(12), RandomNumberGenerator.GetBytes(12));
        return certificate.CopyWithPrivateKey(key);
    }

    public static X509Certificate2 SelfSigned(string name, string[] uses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        OidCollection oids = [.. uses.Select(use => new Oid(use))];
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, critical: false));
        return request.CreateSelfSigned(Now.AddHours(-1), Now.AddHours(12));
    }
}
