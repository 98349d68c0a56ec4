using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.KeyProviders.Azure;

/// <summary>Reads the certificate of an application with its private key.</summary>
internal static class CertificateFile
{
    /// <summary>A certificate with its chain and key has some 10 KB.</summary>
    private const int MaximumLength = 256 * 1024;

    /// <summary>Reads PEM or PKCS#12. The key stays in memory.</summary>
    /// <exception cref="KeyProviderException">InvalidConfiguration; the message shows nothing of the content.</exception>
    public static X509Certificate2 Read(string path, string? password)
    {
        byte[] buffer = new byte[MaximumLength + 1];
        try
        {
            int length;
            using (FileStream file = File.OpenRead(path))
            {
                // A device without an end is not read to it.
                length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            }

            return length <= MaximumLength ? Parse(buffer.AsSpan(0, length), password) : throw Invalid("is longer than any is");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Invalid($"cannot be read ({e.GetType().Name})");
        }
        catch (CryptographicException)
        {
            throw Invalid("holds no certificate with its key, or the password is wrong");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private static X509Certificate2 Parse(ReadOnlySpan<byte> content, string? password)
    {
        X509Certificate2 certificate = content.IndexOf("-----BEGIN "u8) >= 0 ? ParsePem(content, password) : X509CertificateLoader.LoadPkcs12(content, password);
        using RSA? key = certificate.GetRSAPrivateKey();
        if (key is not null)
        {
            return certificate;
        }

        certificate.Dispose();
        throw Invalid("holds no RSA key for its certificate");
    }

    private static X509Certificate2 ParsePem(ReadOnlySpan<byte> content, string? password)
    {
        char[] text = new char[content.Length];
        try
        {
            // PEM is ASCII (RFC 7468); what is not becomes something that is no PEM.
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = (char)content[i];
            }

            return password is null ? X509Certificate2.CreateFromPem(text, text) : X509Certificate2.CreateFromEncryptedPem(text, text, password);
        }
        finally
        {
            Array.Clear(text);
        }
    }

    private static KeyProviderException Invalid(string what) =>
        AzureOptionChecks.Invalid($"The client certificate file {what}.", "Check the path, the rights and the format of the file: PEM or PKCS#12, with an RSA key.");
}
