using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.ProxyHost.Certificates;

/// <summary>
/// A certificate authority of one run. Its private key lives in this object only: it is never written and never leaves the process, so nobody but this
/// run can ever issue a certificate that mongod or the proxy trusts.
/// </summary>
internal sealed class CertificateIssuer : IDisposable
{
    private const int KeySize = 2048;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>How long the authority is good for: longer than any run, so that the certificates can be renewed under it.</summary>
    private static readonly TimeSpan AuthorityValidity = TimeSpan.FromDays(3650);

    /// <summary>How long a server or client certificate is good for, counted from its making.</summary>
    public static readonly TimeSpan LeafValidity = TimeSpan.FromDays(365);

    /// <summary>How far the start of a validity lies in the past: clocks differ, and may be set back.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    private readonly Func<RSA> _newKey;
    private readonly RSA _key;
    private readonly X509Certificate2 _authorityWithKey;

    /// <summary>Makes a new authority.</summary>
    /// <param name="now">Where the validity begins.</param>
    /// <param name="newKey">Makes a key; null: a new one of 2048 bits. Tests, which need hundreds, give what they have.</param>
    public CertificateIssuer(DateTimeOffset now, Func<RSA>? newKey = null)
    {
        _newKey = newKey ?? (static () => RSA.Create(KeySize));
        _key = _newKey();

        // Two authorities of one name would confuse OpenSSL, which looks an issuer up by name first.
        string name = "CN=kmip-proxy CA " + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        CertificateRequest request = new(name, _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        X509SubjectKeyIdentifierExtension identifier = new(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(identifier);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier));
        using X509Certificate2 certificate = request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForRSA(_key, RSASignaturePadding.Pkcs1), now - Skew, now + AuthorityValidity, NewSerialNumber());
        Authority = X509CertificateLoader.LoadCertificate(certificate.RawData);
        _authorityWithKey = certificate.CopyWithPrivateKey(_key);
    }

    /// <summary>The authority's certificate, without its key.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>True while a certificate of full validity ends before the authority does.</summary>
    public bool CanIssue(DateTimeOffset now) => now + LeafValidity < Authority.NotAfter.ToUniversalTime();

    /// <summary>A server certificate with its key, for this machine's loopback addresses and the name localhost.</summary>
    public X509Certificate2 IssueServer(DateTimeOffset now)
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        names.AddDnsName("localhost");
        return Issue(
            "CN=kmip-proxy server", ServerAuthentication, X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, names.Build(), now);
    }

    /// <summary>A client certificate with its key.</summary>
    public X509Certificate2 IssueClient(DateTimeOffset now) =>
        Issue("CN=kmip-proxy client", ClientAuthentication, X509KeyUsageFlags.DigitalSignature, null, now);

    /// <summary>Lets the authority's private key go.</summary>
    public void Dispose()
    {
        _authorityWithKey.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Issue(string name, string use, X509KeyUsageFlags keyUsage, X509Extension? names, DateTimeOffset now)
    {
        using RSA key = _newKey();
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(keyUsage, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
            Authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single()));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        using X509Certificate2 certificate = request.Create(_authorityWithKey, now - Skew, now + LeafValidity, NewSerialNumber());
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>16 random bytes with the top bit clear and the next one set: positive, never zero, of the shortest encoding (RFC 5280, 4.1.2.2).</summary>
    private static byte[] NewSerialNumber()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
