using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.ProxyHost.Certificates;

/// <summary>Takes the certificates of an earlier run over, so that a mongod that runs since then needs no restart, if every check holds.</summary>
internal static class KeptIdentity
{
    /// <summary>
    /// The material of the earlier run. Null, with the reason in words for the operator, unless: all three files are there and private, each is in the exact form
    /// that is written here, the sealed file opens under one of the keys and beside just these two certificates, both certificates were issued by the authority,
    /// and each is valid now and for at least <paramref name="minimum"/>.
    /// </summary>
    public static IdentityMaterial? Load(
        IdentityFiles files, IReadOnlyList<SealingKey> sealingKeys, DateTimeOffset now, TimeSpan minimum, out string reason)
    {
        X509Certificate2? authority = ReadCertificate(files, files.AuthorityPath, withKey: false, out reason);
        X509Certificate2? client = authority is null ? null : ReadCertificate(files, files.ClientPath, withKey: true, out reason);
        IdentityMaterial? material = client is null ? null : Open(files, sealingKeys, authority!, client, out reason);
        if (material is not null && Check(material, now, minimum) is string fault)
        {
            reason = fault;
            material.Server.Dispose();
            material = null;
        }

        if (material is null)
        {
            authority?.Dispose();
            client?.Dispose();
        }

        return material;
    }

    private static X509Certificate2? ReadCertificate(IdentityFiles files, string path, bool withKey, out string reason)
    {
        byte[]? pem = files.ReadPrivate(path, out reason);
        if (pem is null)
        {
            return null;
        }

        X509Certificate2? certificate = withKey ? CertificatePem.DecodeWithKey(pem) : CertificatePem.Decode(pem);
        CryptographicOperations.ZeroMemory(pem);
        reason = certificate is null ? $"{Path.GetFileName(path)} is not as it was written" : "";
        return certificate;
    }

    private static IdentityMaterial? Open(
        IdentityFiles files, IReadOnlyList<SealingKey> sealingKeys, X509Certificate2 authority, X509Certificate2 client, out string reason)
    {
        string name = Path.GetFileName(files.SealedPath);
        byte[]? json = files.ReadPrivate(files.SealedPath, out reason);
        if (json is null)
        {
            return null;
        }

        SealedEnvelope? envelope = SealedEnvelope.Parse(json, out string fault);
        if (envelope is null)
        {
            reason = $"{name} cannot be used: {fault}";
            return null;
        }

        SealingKey sealingKey = sealingKeys.FirstOrDefault(key => key.KeyId == envelope.KeyId);
        if (sealingKey.Key is null)
        {
            reason = $"{name} is sealed under key {envelope.KeyId.Printable()}, which is not open";
            return null;
        }

        IdentityMaterial? material = SealedIdentity.Open(envelope, sealingKey, authority, client);
        reason = material is null ? $"{name} does not belong to the two PEM files and key {envelope.KeyId.Printable()}" : "";
        return material;
    }

    private static string? Check(IdentityMaterial material, DateTimeOffset now, TimeSpan minimum)
    {
        if (!IsIssuedBy(material.Server, material.Authority) || !IsIssuedBy(material.Client, material.Authority))
        {
            return "the certificates were not issued by the authority";
        }

        foreach (X509Certificate2 certificate in (ReadOnlySpan<X509Certificate2>)[material.Authority, material.Server, material.Client])
        {
            if (certificate.NotBefore.ToUniversalTime() > now.UtcDateTime)
            {
                return "they are not valid yet by this machine's clock";
            }

            if (certificate.NotAfter.ToUniversalTime() < (now + minimum).UtcDateTime)
            {
                return $"they end within {minimum.TotalDays:0} days";
            }
        }

        return null;
    }

    /// <summary>The signature only: validity is judged separately, by the clock that was given.</summary>
    private static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using X509Chain chain = new()
        {
            ChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
                VerificationTime = certificate.NotBefore,
                CustomTrustStore = { authority },
            },
        };
        bool valid = chain.Build(certificate);
        foreach (X509ChainElement element in chain.ChainElements)
        {
            element.Certificate.Dispose();
        }

        return valid;
    }
}
