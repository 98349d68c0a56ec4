namespace Kmip.KeyProviders.Gcp;

/// <summary>Reads credential files.</summary>
internal static class CredentialFiles
{
    private const string FileName = "application_default_credentials.json";

    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">Where the path was given, for messages.</param>
    /// <param name="allowed">What external accounts may do.</param>
    /// <exception cref="KeyProviderException">InvalidConfiguration; the message shows nothing of the content.</exception>
    public static GcpCredentials Read(string path, string source, GcpExternalSources allowed)
    {
        char[] buffer = new char[GcpCredentialChecks.MaximumLength + 1];
        try
        {
            using var reader = new StreamReader(path);

            // One more than the limit: Parse refuses what is longer, and a device without an end is not read to it.
            int length = reader.ReadBlock(buffer);
            return GcpCredentials.Parse(new string(buffer, 0, length), allowed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw GcpOptionChecks.Invalid($"The credentials file in {source} cannot be read ({e.GetType().Name}).", "Check the path and the rights of the file.");
        }
        finally
        {
            Array.Clear(buffer);
        }
    }

    /// <summary>The first of the default files; null where there is none.</summary>
    /// <exception cref="KeyProviderException">One is named or there, but cannot be used.</exception>
    public static GcpCredentials? FindDefault(GcpKeyProviderOptions options)
    {
        const string Variable = "GOOGLE_APPLICATION_CREDENTIALS";
        if (options.Environment(Variable) is { Length: > 0 } named)
        {
            return Read(named, Variable, options.ExternalAccounts);
        }

        return Folder(options) is { } folder && Path.Combine(folder, FileName) is var path && File.Exists(path)
            ? Read(path, "gcloud's folder", options.ExternalAccounts)
            : null;
    }

    private static string? Folder(GcpKeyProviderOptions options)
    {
        if (options.Environment("CLOUDSDK_CONFIG") is { Length: > 0 } configured)
        {
            return configured;
        }

        return OperatingSystem.IsWindows()
            ? Below(options.Environment("APPDATA"), "gcloud")
            : Below(options.Environment("HOME"), Path.Combine(".config", "gcloud"));
    }

    private static string? Below(string? home, string folder) => string.IsNullOrEmpty(home) ? null : Path.Combine(home, folder);
}
