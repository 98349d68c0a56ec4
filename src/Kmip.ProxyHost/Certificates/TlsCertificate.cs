using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.ProxyHost.Certificates;

/// <summary>A certificate with its key, in the form that the system's TLS can use.</summary>
internal static class TlsCertificate
{
    /// <summary>
    /// On Windows the system's TLS cannot use a key that lies in no key container (docs/reference/windows.md): there a new certificate takes the place of the
    /// given one, which is disposed. Elsewhere the certificate is used as it is.
    /// </summary>
    public static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            byte[] container = certificate.Export(X509ContentType.Pkcs12);
            try
            {
                return X509CertificateLoader.LoadPkcs12(container, null);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(container);
            }
        }
    }
}
