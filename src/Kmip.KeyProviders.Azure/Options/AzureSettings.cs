using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Azure;

/// <summary>The options after their checks: what is left to decide is decided here, once, before any request.</summary>
internal sealed class AzureSettings
{
    /// <summary>The variable that would move the place where tokens are asked for. It is never used here.</summary>
    private const string AuthorityVariable = "AZURE_AUTHORITY_HOST";

    public required AzureKeyProviderOptions Options { get; init; }

    public required AzureKeyIdentifier Key { get; init; }

    public required AzureCloud Cloud { get; init; }

    public required AzureAlgorithm Algorithm { get; init; }

    public required Uri VaultEndpoint { get; init; }

    /// <summary>What stands for all services that issue tokens; null: Azure's own.</summary>
    public required Uri? CredentialEndpoint { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>True where tokens may come from the machine itself.</summary>
    public bool UsesMachine => Options.ManagedIdentity || Options.DefaultCredentials;

    /// <summary>Checks the options.</summary>
    /// <exception cref="KeyProviderException">InvalidConfiguration or CredentialsMissing, naming the option and never its value where it is secret.</exception>
    public static AzureSettings From(AzureKeyProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        AzureKeyIdentifier key = AzureOptionChecks.Key(options);
        AzureOptionChecks.ApiVersion(options);
        AzureOptionChecks.Credentials(options);
        return new AzureSettings
        {
            Options = options,
            Key = key,
            Cloud = AzureCloud.OfDomain(key.Domain)!,
            Algorithm = AzureAlgorithm.Find(options.Algorithm, options.UseWrapKey),
            VaultEndpoint = KeyServiceEndpoint.Check(options.EndpointUrl ?? $"https://{key.Host}", nameof(options.EndpointUrl)),
            CredentialEndpoint = options.CredentialEndpointUrl is { } url ? KeyServiceEndpoint.Check(url, nameof(options.CredentialEndpointUrl)) : null,
            Warnings = [.. Warn(options, key)],
        };
    }

    private static IEnumerable<string> Warn(AzureKeyProviderOptions options, AzureKeyIdentifier key)
    {
        if (key.Version is null)
        {
            yield return "The Key Vault key identifier names no version: what was wrapped with an older version than the current one cannot be unwrapped.";
        }

        if (!string.IsNullOrEmpty(options.Environment(AuthorityVariable)))
        {
            yield return $"{AuthorityVariable} is set and ignored. Tokens are asked for in the cloud of the vault.";
        }

        foreach (string warning in options.UseEnvironmentProxy ? [] : ProxyVariables.Ignored(options.Environment))
        {
            yield return warning;
        }
    }
}
