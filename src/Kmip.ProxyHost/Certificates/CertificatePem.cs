using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kmip.ProxyHost.Certificates;

/// <summary>The two PEM forms: a certificate alone, and a certificate followed by its RSA key in PKCS#1 form, which every MongoDB tool reads.</summary>
internal static class CertificatePem
{
    private const string CertificateLabel = "CERTIFICATE";
    private const string KeyLabel = "RSA PRIVATE KEY";

    /// <summary>The certificate alone.</summary>
    public static byte[] Encode(X509Certificate2 certificate) =>
        Encoding.ASCII.GetBytes(PemEncoding.WriteString(CertificateLabel, certificate.RawDataMemory.Span) + "\n");

    /// <summary>The certificate and its private key. The caller zeroes the result.</summary>
    public static byte[] EncodeWithKey(X509Certificate2 certificate)
    {
        using RSA key = certificate.GetRSAPrivateKey()!;
        byte[] der = key.ExportRSAPrivateKey();
        char[] keyText = PemEncoding.Write(KeyLabel, der);
        try
        {
            byte[] first = Encode(certificate);
            byte[] result = GC.AllocateUninitializedArray<byte>(first.Length + keyText.Length + 1, pinned: true);
            first.CopyTo(result, 0);
            Encoding.ASCII.GetBytes(keyText, result.AsSpan(first.Length));
            result[^1] = (byte)'\n';
            return result;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
            Array.Clear(keyText);
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote; null for anything else.</summary>
    public static X509Certificate2? Decode(ReadOnlySpan<byte> pem)
    {
        X509Certificate2? certificate = DecodeFirst(pem, out _);
        if (certificate is not null && pem.SequenceEqual(Encode(certificate)))
        {
            return certificate;
        }

        certificate?.Dispose();
        return null;
    }

    /// <summary>
    /// Reads what <see cref="EncodeWithKey"/> wrote and gives the certificate without the key; null for anything else, also where the key is not the
    /// certificate's.
    /// </summary>
    public static X509Certificate2? DecodeWithKey(ReadOnlySpan<byte> pem)
    {
        X509Certificate2? certificate = DecodeFirst(pem, out int end);
        if (certificate is null)
        {
            return null;
        }

        char[] rest = new char[pem.Length - end];
        byte[] written = [];
        try
        {
            Encoding.ASCII.GetChars(pem[end..], rest);
            using RSA key = RSA.Create();
            key.ImportFromPem(rest);
            using X509Certificate2 withKey = certificate.CopyWithPrivateKey(key); // throws where the key is another's
            written = EncodeWithKey(withKey);
            return pem.SequenceEqual(written) ? X509CertificateLoader.LoadCertificate(certificate.RawData) : null;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or InvalidOperationException)
        {
            return null;
        }
        finally
        {
            Array.Clear(rest);
            CryptographicOperations.ZeroMemory(written);
            certificate.Dispose();
        }
    }

    private static X509Certificate2? DecodeFirst(ReadOnlySpan<byte> pem, out int end)
    {
        end = 0;
        char[] text = new char[pem.Length];
        try
        {
            Encoding.ASCII.GetChars(pem, text);
            if (!PemEncoding.TryFind(text, out PemFields fields) || !text.AsSpan()[fields.Label].SequenceEqual(CertificateLabel))
            {
                return null;
            }

            end = fields.Location.End.Value;
            byte[] der = Convert.FromBase64CharArray(text, fields.Base64Data.Start.Value, fields.Base64Data.End.Value - fields.Base64Data.Start.Value);
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
        finally
        {
            Array.Clear(text);
        }
    }
}
