using System.Text.Json;

namespace Kmip.KeyProviders.Gcp;

/// <summary>The checks of single fields of credentials. Their messages name the field and never show what it holds.</summary>
internal static class GcpCredentialChecks
{
    /// <summary>Credential files have some 2 KB; more is meant to cost memory.</summary>
    public const int MaximumLength = 64 * 1024;

    /// <summary>Impersonation nests credentials once or twice; more is meant to exhaust the stack.</summary>
    public const int MaximumDepth = 12;

    /// <summary>The field that makes credentials ask for another account's tokens.</summary>
    public const string ImpersonationUrl = "service_account_impersonation_url";

    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The id of a key, which goes into the header of an assertion.</summary>
    public static string? Id(JsonElement element, string name)
    {
        string? id = Text(element, name);
        return id is null || (id.Length is > 0 and <= 128 && id.All(char.IsAsciiLetterOrDigit)) ? id : throw Invalid($"hold a {name} that is none");
    }

    /// <summary>A field that stands twice may be read differently by whoever reads it next.</summary>
    public static void RefuseDuplicates(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        // Without regard to case, since the library that reads it next has none.
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                throw Invalid("hold a field twice");
            }

            RefuseDuplicates(property.Value);
        }
    }

    /// <summary>Another universe would move every address of Google's to other hosts.</summary>
    public static void CheckUniverse(JsonElement root)
    {
        if (root.TryGetProperty("universe_domain", out JsonElement universe)
            && (universe.ValueKind != JsonValueKind.String || universe.GetString() is not ("" or "googleapis.com")))
        {
            throw Invalid("name a universe_domain other than googleapis.com");
        }
    }

    /// <summary>An address, where one is given, must be one of Google's: the private key's proof, or the tokens, go there.</summary>
    public static void CheckAddress(JsonElement root, string name, IReadOnlyCollection<string> allowed)
    {
        if (root.TryGetProperty(name, out JsonElement value) && (value.ValueKind != JsonValueKind.String || !allowed.Contains(value.GetString()!)))
        {
            throw Invalid($"name an address of their own in {name}");
        }
    }

    /// <summary>The account of an address of the IAM service, which must be Google's.</summary>
    public static string Impersonated(JsonElement root)
    {
        string? url = Text(root, ImpersonationUrl);
        const string Start = "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/";
        const string End = ":generateAccessToken";
        if (url is null || !url.StartsWith(Start, StringComparison.Ordinal) || !url.EndsWith(End, StringComparison.Ordinal) || url.Length < Start.Length + End.Length
            || !GcpOptionChecks.IsEmail(url[Start.Length..^End.Length]))
        {
            throw Invalid($"name an address of their own in {ImpersonationUrl}");
        }

        return url[Start.Length..^End.Length];
    }

    /// <summary>The address of the subject token where there is one.</summary>
    public static Uri? CheckExternal(JsonElement root, GcpExternalSources allowed)
    {
        CheckAddress(root, "token_url", GcpHosts.StsAddresses);
        CheckAddress(root, "token_info_url", GcpHosts.StsInfoAddresses);
        if (!root.TryGetProperty("credential_source", out JsonElement source) || source.ValueKind != JsonValueKind.Object)
        {
            throw Invalid("of type external_account hold no credential_source");
        }

        if (source.TryGetProperty("executable", out _) || source.TryGetProperty("certificate", out _))
        {
            throw Invalid("want a local program or certificate to be used, which is never done");
        }

        if (source.TryGetProperty("environment_id", out _))
        {
            Require(allowed, GcpExternalSources.Aws, "want the rights of an AWS machine to be used");
            CheckAddress(source, "url", GcpHosts.AwsRoleAddresses);
            CheckAddress(source, "region_url", GcpHosts.AwsRegionAddresses);
            CheckAddress(source, "imdsv2_session_token_url", GcpHosts.AwsSessionAddresses);
            CheckAddress(source, "regional_cred_verification_url", GcpHosts.AwsVerificationAddresses);
            return null;
        }

        if (source.TryGetProperty("url", out _))
        {
            Require(allowed, GcpExternalSources.Url, "want another address to be asked");
            return Uri.TryCreate(Text(source, "url"), UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0
                ? uri
                : throw Invalid("hold a url that is no address");
        }

        Require(allowed, GcpExternalSources.File, "want another local file to be read");
        return Text(source, "file") is null ? throw Invalid("of type external_account hold no file, url or environment_id") : null;
    }

    public static KeyProviderException Invalid(string what) => GcpOptionChecks.Invalid(
        $"The Google Cloud credentials {what}.", "Check where they come from; give the JSON of a service account's key as Google issued it.");

    private static void Require(GcpExternalSources allowed, GcpExternalSources source, string what)
    {
        if (!allowed.HasFlag(source))
        {
            throw GcpOptionChecks.Invalid(
                $"The Google Cloud credentials are of type external_account and {what}, which is not allowed.",
                $"If you wrote them yourself, allow {nameof(GcpKeyProviderOptions.ExternalAccounts)} {source}.");
        }
    }
}
