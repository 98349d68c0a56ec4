using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.Server.Kestrel;

/// <summary>Reads certificates from PEM files, with errors that name the file.</summary>
internal static class PemFiles
{
    /// <summary>A certificate with its private key, and the other certificates of the file.</summary>
    /// <exception cref="IOException">The file cannot be read or holds something else.</exception>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Chain) ReadServer(string path) => Read(path, "a certificate and its private key", () =>
    {
        X509Certificate2Collection all = [];
        all.ImportFromPemFile(path);
        using X509Certificate2 withKey = X509Certificate2.CreateFromPemFile(path);
        X509Certificate2 certificate = Persistable(withKey);
        foreach (X509Certificate2 same in all.Where(other => other.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span)).ToArray())
        {
            all.Remove(same);
            same.Dispose();
        }

        return (certificate, all);
    });

    /// <summary>The certificates of a file.</summary>
    /// <exception cref="IOException">The file cannot be read or holds none.</exception>
    public static X509Certificate2Collection ReadAuthorities(string path) => Read(path, "certificates", () =>
    {
        X509Certificate2Collection all = [];
        all.ImportFromPemFile(path);
        return all.Count > 0 ? all : throw new CryptographicException("There is no certificate.");
    });

    private static T Read<T>(string path, string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // What the platform says could quote the file, which holds a private key.
            throw new IOException($"{path} does not hold {what} in PEM.");
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"{path} cannot be read: {(exception is UnauthorizedAccessException ? "access denied" : "is it there?")}", exception);
        }
    }

    // Windows' TLS takes no key that lives in memory only.
    private static X509Certificate2 Persistable(X509Certificate2 certificate)
    {
        byte[] file = certificate.Export(X509ContentType.Pkcs12);
        try
        {
            return X509CertificateLoader.LoadPkcs12(file, password: null);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
        }
    }
}
