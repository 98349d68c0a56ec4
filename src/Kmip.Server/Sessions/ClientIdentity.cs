using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.Server;

/// <summary>
/// Who is on the other side of a connection, as the transport established it. The fingerprint is the identity that owns objects and that
/// appears in logs: a name inside a certificate is personal data and never leaves this type.
/// </summary>
public sealed class ClientIdentity
{
    private ClientIdentity(string fingerprint, X509Certificate2? certificate)
    {
        Fingerprint = fingerprint;
        Certificate = certificate;
    }

    /// <summary>The SHA-256 of the client's certificate in lower-case hexadecimal (64 characters), or the name of an in-process client.</summary>
    public string Fingerprint { get; }

    /// <summary>The certificate the client proved possession of; null where there is none (in-process callers, tests).</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>The identity behind a certificate whose private key the client has proved to hold.</summary>
    public static ClientIdentity FromCertificate(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new ClientIdentity(FingerprintOf(certificate), certificate);
    }

    /// <summary>An identity without a certificate, for callers inside the process.</summary>
    /// <param name="name">Not empty; compared ordinally wherever a fingerprint is.</param>
    public static ClientIdentity InProcess(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new ClientIdentity(name, certificate: null);
    }

    /// <summary>The fingerprint by which a certificate is pinned: SHA-256 over its DER form, lower-case hexadecimal.</summary>
    public static string FingerprintOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));
    }

    /// <summary>The fingerprint.</summary>
    public override string ToString() => Fingerprint;
}
