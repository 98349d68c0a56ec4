namespace Kmip.KeyProviders.Azure;

/// <summary>
/// The checks of single options. Options may have been filled from a file that came from elsewhere: what could choose a host, break out of a
/// URL or grow without bound is refused before a request is made.
/// </summary>
internal static class AzureOptionChecks
{
    /// <summary>Entra's secrets have 40 characters, passwords of certificates some more.</summary>
    private const int MaximumSecretLength = 1024;

    public static AzureKeyIdentifier Key(AzureKeyProviderOptions options)
    {
        const string Shape = "Give https://VAULT.vault.azure.net/keys/NAME/VERSION, or a key in another domain of Azure.";
        if (options.KeyIdentifier is null)
        {
            throw Invalid("No Key Vault key was named.", Shape);
        }

        return AzureKeyIdentifier.TryParse(options.KeyIdentifier, out AzureKeyIdentifier? key)
            ? key
            : throw Invalid("The Key Vault key identifier does not look like one, or its host is none of Azure's.", Shape);
    }

    public static void ApiVersion(AzureKeyProviderOptions options)
    {
        if (options.ApiVersion is not { Length: >= 3 and <= 32 } version || !version.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
        {
            throw Invalid("The API version does not look like one.", $"Leave it out for {AzureKeyProviderOptions.DefaultApiVersion}, or give one such as 7.6 or 2025-07-01.");
        }
    }

    public static void Credentials(AzureKeyProviderOptions options)
    {
        int places = Count(options.ClientSecret is not null, options.ClientCertificateFile is not null, options.FederatedTokenFile is not null,
            options.ManagedIdentity, options.AzureCli, options.DefaultCredentials, options.Credential is not null);
        if (places == 0)
        {
            throw new KeyProviderException(KeyProviderError.CredentialsMissing, "No Azure credentials were given.")
            {
                Remedy = "Give tenant, client and a secret, certificate or federated token, or ask for the managed identity, the Azure CLI's login or the default credentials.",
            };
        }

        if (places > 1)
        {
            throw Invalid("Azure credentials were given in more than one way.", "Give one of them.");
        }

        bool isApplication = options.ClientSecret is not null || options.ClientCertificateFile is not null || options.FederatedTokenFile is not null;
        if (isApplication && (options.TenantId is null || options.ClientId is null))
        {
            throw Invalid("Azure credentials of an application need the tenant and the client.", "Give TenantId and ClientId.");
        }

        // Both go into a URL or the arguments of a program.
        if (options.TenantId is { } tenant && !IsTenant(tenant))
        {
            throw Invalid("The Azure tenant does not look like one.", "Give its id, or one of its domains.");
        }

        if (options.ClientId is { } client && !Guid.TryParseExact(client, "D", out _))
        {
            throw Invalid("The Azure client id does not look like one.", "Give the application (client) id, such as 00000000-0000-0000-0000-000000000000.");
        }

        if (options.ClientSecret is { Length: 0 or > MaximumSecretLength } || options.ClientCertificatePassword is { Length: > MaximumSecretLength })
        {
            throw Invalid("The Azure client secret or the password of its certificate is empty or too long.", $"It has at most {MaximumSecretLength} characters.");
        }

        if (options.ClientCertificatePassword is not null && options.ClientCertificateFile is null)
        {
            throw Invalid("A password was given without a certificate.", "Give ClientCertificateFile, or leave the password out.");
        }
    }

    /// <summary>True for a tenant's id or domain.</summary>
    public static bool IsTenant(string text) =>
        text.Length is > 2 and <= 253
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')
        && !text.Contains("..", StringComparison.Ordinal)
        && text is not ("common" or "organizations" or "consumers");

    public static KeyProviderException Invalid(string message, string remedy) => new(KeyProviderError.InvalidConfiguration, message) { Remedy = remedy };

    private static int Count(params ReadOnlySpan<bool> given)
    {
        int count = 0;
        foreach (bool one in given)
        {
            count += one ? 1 : 0;
        }

        return count;
    }
}
