using System.Text;
using System.Text.Json;

namespace Kmip.KeyProviders.Azure;

/// <summary>
/// What a vault asks for with a 401: a token of its tenant, perhaps with further claims (Continuous Access Evaluation). Checked: a vault, or what
/// answers in its place, can ask for nothing but a token for the service it belongs to.
/// </summary>
/// <param name="Tenant">The tenant the vault says it belongs to.</param>
/// <param name="Claims">JSON with the claims the token must have; null: none.</param>
internal sealed record VaultChallenge(string Tenant, string? Claims)
{
    private const int MaximumClaims = 8 * 1024;

    /// <summary>Reads and checks the WWW-Authenticate field.</summary>
    /// <exception cref="KeyProviderException">Unavailable: it is no challenge. InvalidConfiguration: it asks for something else.</exception>
    public static VaultChallenge Read(string header, AzureSettings settings)
    {
        Dictionary<string, string>? parameters = ChallengeParameters.OfBearer(header);
        string? authority = parameters?.GetValueOrDefault("authorization") ?? parameters?.GetValueOrDefault("authorization_uri");
        string? resource = parameters?.GetValueOrDefault("resource") ?? parameters?.GetValueOrDefault("scope");
        if (authority is null || resource is null)
        {
            throw AzureFailures.NotAnAnswer(AzureService.Vault);
        }

        // The token is asked for with the domain of the key identifier whatever stands here; a vault that names another one is none.
        if (!IsHttps(resource, out Uri? uri) || uri.Host != settings.Key.Domain)
        {
            throw Foreign("a token for another service than its own");
        }

        if (!IsHttps(authority, out uri) || !settings.Cloud.LoginHosts.Contains(uri.Host))
        {
            throw Foreign("a token from another issuer than its cloud's");
        }

        string tenant = uri.AbsolutePath.Trim('/').Split('/')[0];
        if (!AzureOptionChecks.IsTenant(tenant) || IsAnother(tenant, settings.Options.TenantId))
        {
            throw Foreign("a token of another tenant than the one that was given");
        }

        return new VaultChallenge(tenant, ReadClaims(parameters!));
    }

    private static bool IsHttps(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri) && uri is { UserInfo: "", IsDefaultPort: true } && uri.Scheme == Uri.UriSchemeHttps;

    /// <summary>Only ids can be compared: a tenant has several domains.</summary>
    private static bool IsAnother(string tenant, string? given) =>
        Guid.TryParse(tenant, out Guid theirs) && Guid.TryParse(given, out Guid ours) && theirs != ours;

    private static string? ReadClaims(Dictionary<string, string> parameters)
    {
        if (parameters.GetValueOrDefault("error") != "insufficient_claims" || parameters.GetValueOrDefault("claims") is not { Length: > 0 and < MaximumClaims } text)
        {
            return null;
        }

        try
        {
            byte[] claims = Convert.FromBase64String(text);
            using JsonDocument document = JsonDocument.Parse(claims, new JsonDocumentOptions { MaxDepth = AzureJson.MaximumDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object ? Encoding.UTF8.GetString(claims) : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw AzureFailures.NotAnAnswer(AzureService.Vault);
        }
    }

    private static KeyProviderException Foreign(string what) => AzureOptionChecks.Invalid(
        $"The vault, or what answers in its place, asks for {what}; none was sent.", "Check the key identifier, the tenant, the endpoint, and what is on the way.");
}
