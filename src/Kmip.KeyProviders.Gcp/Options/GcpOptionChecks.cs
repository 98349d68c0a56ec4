namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// The checks of single options. Options may have been filled from a file that came from elsewhere: what could choose a host, break out of a
/// URL or a header, or grow without bound is refused before a request is made.
/// </summary>
internal static class GcpOptionChecks
{
    /// <summary>The most Cloud KMS takes.</summary>
    private const int MaximumAuthenticatedLength = 64 * 1024;

    public static GcpKeyName KeyName(GcpKeyProviderOptions options)
    {
        const string Shape = "Give projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY";
        if (options.KeyName is null)
        {
            throw Invalid("No Cloud KMS key was named.", Shape + ".");
        }

        if (!GcpKeyName.TryParse(options.KeyName, out GcpKeyName? name))
        {
            throw Invalid("The Cloud KMS key name does not look like one.", Shape + ", a version after it if the key is asymmetric.");
        }

        if (options.Asymmetric && name.Version is null)
        {
            throw Invalid("An asymmetric Cloud KMS key needs a version.", Shape + "/cryptoKeyVersions/NUMBER.");
        }

        if (options.Asymmetric && !options.AdditionalAuthenticatedData.IsEmpty)
        {
            throw Invalid("An asymmetric Cloud KMS key takes no additional authenticated data.", "Leave it out.");
        }

        if (options.AdditionalAuthenticatedData.Length > MaximumAuthenticatedLength)
        {
            throw Invalid("The additional authenticated data is too long.", $"Use at most {MaximumAuthenticatedLength} bytes.");
        }

        return name;
    }

    public static void Credentials(GcpKeyProviderOptions options)
    {
        int places = (options.CredentialsJson is null ? 0 : 1) + (options.CredentialsFile is null ? 0 : 1) + (options.TokenSource is null ? 0 : 1)
            + (options.MetadataServer ? 1 : 0) + (options.DefaultCredentials ? 1 : 0);
        if (places == 0)
        {
            throw new KeyProviderException(KeyProviderError.CredentialsMissing, "No Google Cloud credentials were given.")
            {
                Remedy = "Give the JSON or the file of a service account's key, or ask for the metadata server or the default credentials.",
            };
        }

        if (places > 1)
        {
            throw Invalid("Google Cloud credentials were given in more than one way.", "Give one of them.");
        }

        Email(options.ImpersonateServiceAccount, "service account to impersonate");
        Email(options.MetadataServiceAccount, "service account of the metadata server");
        if (options.QuotaProject is { } project && (project.Length is 0 or > 80 || !project.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or ':' or '.')))
        {
            throw Invalid("The quota project does not look like one.", "Give the id or the number of a project.");
        }
    }

    /// <summary>True for what can be a service account's address: it goes into a URL.</summary>
    public static bool IsEmail(string text) =>
        text.Length is > 2 and <= 256
        && text.Count(c => c == '@') == 1
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '@' or '.' or '-' or '_')
        && !text.Contains("..", StringComparison.Ordinal);

    public static KeyProviderException Invalid(string message, string remedy) => new(KeyProviderError.InvalidConfiguration, message) { Remedy = remedy };

    private static void Email(string? text, string name)
    {
        if (text is not null && !IsEmail(text))
        {
            throw Invalid($"The {name} is not an e-mail address.", "Give NAME@PROJECT.iam.gserviceaccount.com.");
        }
    }
}
