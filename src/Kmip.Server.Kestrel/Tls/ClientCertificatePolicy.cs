using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.Server.Kestrel;

/// <summary>
/// Decides whether a client certificate is accepted. Only the given authorities are trusted, never the system's; nothing is fetched from
/// the network; the certificate must name client authentication among its uses; and where fingerprints are pinned it must be one of them.
/// </summary>
public sealed class ClientCertificatePolicy
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2Collection _authorities;
    private readonly HashSet<string>? _pinned;
    private readonly Func<string, bool>? _isAccepted;
    private readonly TimeProvider _time;

    /// <summary>A policy.</summary>
    /// <param name="authorities">The roots that may have issued client certificates; at least one.</param>
    /// <param name="pinnedFingerprints">
    /// SHA-256 fingerprints in hexadecimal, either case; null or empty: every certificate of the authorities is accepted.
    /// </param>
    /// <param name="time">The clock validity is judged by.</param>
    /// <param name="isAccepted">Asked last, with the fingerprint; null: nobody is asked.</param>
    /// <exception cref="ArgumentException">No authority, or a fingerprint that is not 64 hexadecimal digits.</exception>
    public ClientCertificatePolicy(X509Certificate2Collection authorities, IEnumerable<string>? pinnedFingerprints, TimeProvider time, Func<string, bool>? isAccepted = null)
    {
        ArgumentNullException.ThrowIfNull(authorities);
        ArgumentNullException.ThrowIfNull(time);
        if (authorities.Count == 0)
        {
            throw new ArgumentException("At least one certificate authority for client certificates is needed.", nameof(authorities));
        }

        _authorities = authorities;
        _time = time;
        _isAccepted = isAccepted;
        HashSet<string> pinned = [.. (pinnedFingerprints ?? []).Select(Normalize)];
        _pinned = pinned.Count == 0 ? null : pinned;
    }

    /// <summary>Null where the certificate is accepted; else the reason, in words for the audit log and without personal data.</summary>
    public string? Refuse(X509Certificate2? certificate)
    {
        if (certificate is null)
        {
            return "no client certificate was presented";
        }

        if (IsAuthority(certificate))
        {
            return "the client certificate is that of an authority";
        }

        if (!NamesClientAuthentication(certificate))
        {
            return "the client certificate does not name client authentication (extended key usage)";
        }

        if (ChainRefusal(certificate) is { } reason)
        {
            return reason;
        }

        string fingerprint = ClientIdentity.FingerprintOf(certificate);
        return (_pinned is null || _pinned.Contains(fingerprint)) && (_isAccepted is null || _isAccepted(fingerprint))
            ? null
            : "the client certificate is not the pinned one";
    }

    /// <summary>Whether a text is a SHA-256 in hexadecimal.</summary>
    public static bool IsFingerprint(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigit);

    private string? ChainRefusal(X509Certificate2 certificate)
    {
        using var chain = new X509Chain { ChainPolicy = ChainPolicy() };
        bool valid = chain.Build(certificate);
        try
        {
            if (!valid)
            {
                return "the client certificate is refused: "
                    + string.Join(", ", chain.ChainStatus.Select(status => status.Status.ToString()).Distinct(StringComparer.Ordinal));
            }

            // A platform may accept an issuer that is no authority: a stolen client certificate must not mint others.
            return chain.ChainElements.Skip(1).All(element => IsAuthority(element.Certificate))
                ? null
                : "the client certificate was issued by a certificate that is no authority";
        }
        finally
        {
            foreach (X509ChainElement element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    private X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationFlags = X509VerificationFlags.NoFlag,
            VerificationTime = _time.GetUtcNow().UtcDateTime,
            VerificationTimeIgnored = false,
        };
        policy.CustomTrustStore.AddRange(_authorities);
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return policy;
    }

    private static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(extension => extension.CertificateAuthority);

    private static bool NamesClientAuthentication(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .Any(extension => extension.EnhancedKeyUsages.Cast<Oid>().Any(use => use.Value == ClientAuthentication));

    private static string Normalize(string fingerprint)
    {
        if (!IsFingerprint(fingerprint))
        {
            throw new ArgumentException("A pinned fingerprint is the SHA-256 of a certificate: 64 hexadecimal digits.", nameof(fingerprint));
        }

        return fingerprint.ToLowerInvariant();
    }
}
