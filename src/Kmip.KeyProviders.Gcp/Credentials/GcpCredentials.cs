using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// Credentials of Google as JSON, after their checks. The text may come from a snapshot that somebody else wrote: whatever in it names an address
/// is held to Google's own, and nothing in it makes this machine run, read or ask anything that the options do not allow.
/// </summary>
internal sealed class GcpCredentials
{
    private GcpCredentials(string json, string type) => (Json, Type) = (json, type);

    /// <summary>The JSON object. Secret.</summary>
    public string Json { get; }

    /// <summary><c>service_account</c>, <c>authorized_user</c>, <c>external_account</c> or <c>impersonated_service_account</c>.</summary>
    public string Type { get; }

    /// <summary>Where a service account came from: its address; null for other types. Checked for its characters.</summary>
    public string? ClientEmail { get; private init; }

    /// <summary>The id of a service account's key. Checked for its characters.</summary>
    public string? PrivateKeyId { get; private init; }

    /// <summary>The PEM of a service account's key. Secret.</summary>
    public string? PrivateKey { get; private init; }

    /// <summary>The address an <c>external_account</c> takes its subject token from; null for others.</summary>
    public Uri? SubjectUrl { get; private init; }

    /// <summary>The account whose tokens are asked for with <see cref="Source"/>; null: these credentials are used as they are.</summary>
    public string? ImpersonatedAccount { get; private init; }

    /// <summary>The credentials behind <see cref="ImpersonatedAccount"/>.</summary>
    public GcpCredentials? Source { get; private init; }

    /// <summary>Checks the text.</summary>
    /// <exception cref="KeyProviderException">InvalidConfiguration; the message shows nothing of the text.</exception>
    public static GcpCredentials Parse(string text, GcpExternalSources allowed)
    {
        if (text.Length > GcpCredentialChecks.MaximumLength)
        {
            throw GcpCredentialChecks.Invalid("are longer than any are");
        }

        try
        {
            string json = Unquote(text);
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = GcpCredentialChecks.MaximumDepth });
            return Check(json, document.RootElement, allowed);
        }
        catch (JsonException)
        {
            throw GcpCredentialChecks.Invalid("are no JSON of reasonable depth");
        }
    }

    /// <summary>The type, no secret.</summary>
    public override string ToString() => $"Google credentials of type {Type}";

    /// <summary>A JSON string whose content is the credentials, as tools store them that treat the file as text.</summary>
    private static string Unquote(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("\""))
        {
            return text;
        }

        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.GetString()!;
    }

    private static GcpCredentials Check(string json, JsonElement root, GcpExternalSources allowed)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw GcpCredentialChecks.Invalid("are no JSON object");
        }

        GcpCredentialChecks.RefuseDuplicates(root);
        GcpCredentialChecks.CheckUniverse(root);
        string? type = GcpCredentialChecks.Text(root, "type");
        switch (type)
        {
            case "service_account":
                GcpCredentialChecks.CheckAddress(root, "token_uri", GcpHosts.TokenAddresses);
                return new GcpCredentials(json, type)
                {
                    ClientEmail = GcpCredentialChecks.Text(root, "client_email") is { } email && GcpOptionChecks.IsEmail(email)
                        ? email
                        : throw GcpCredentialChecks.Invalid("name no service account in client_email"),
                    PrivateKeyId = GcpCredentialChecks.Id(root, "private_key_id"),
                    PrivateKey = GcpCredentialChecks.Text(root, "private_key") ?? throw GcpCredentialChecks.Invalid("hold no private_key"),
                };
            case "authorized_user":
                GcpCredentialChecks.CheckAddress(root, "token_uri", GcpHosts.TokenAddresses);
                return new GcpCredentials(json, type);
            case "external_account":
                return External(json, type, GcpCredentialChecks.CheckExternal(root, allowed));
            case "impersonated_service_account":
                if (root.TryGetProperty("delegates", out JsonElement delegates) && (delegates.ValueKind != JsonValueKind.Array || delegates.GetArrayLength() > 0))
                {
                    throw GcpCredentialChecks.Invalid("name delegates, which are not supported");
                }

                return new GcpCredentials(json, type)
                {
                    ImpersonatedAccount = GcpCredentialChecks.Impersonated(root),
                    Source = root.TryGetProperty("source_credentials", out JsonElement inner)
                        ? Check(inner.GetRawText(), inner, allowed)
                        : throw GcpCredentialChecks.Invalid("hold no source_credentials"),
                };
            default:
                throw GcpCredentialChecks.Invalid("have a type that is not supported");
        }
    }

    /// <summary>An impersonation is taken out of the JSON and done here: Google's library would make its requests with a client of its own.</summary>
    private static GcpCredentials External(string json, string type, Uri? subject)
    {
        JsonObject plain = JsonNode.Parse(json)!.AsObject();
        if (!plain.ContainsKey(GcpCredentialChecks.ImpersonationUrl))
        {
            return new GcpCredentials(json, type) { SubjectUrl = subject };
        }

        using JsonDocument document = JsonDocument.Parse(json);
        string account = GcpCredentialChecks.Impersonated(document.RootElement);
        plain.Remove(GcpCredentialChecks.ImpersonationUrl);
        return new GcpCredentials(json, type)
        {
            ImpersonatedAccount = account,
            Source = new GcpCredentials(plain.ToJsonString(), type) { SubjectUrl = subject },
        };
    }
}
