using Azure.Core;

namespace Kmip.KeyProviders.Azure;

/// <summary>
/// Which key of Key Vault or Managed HSM to use and with whose rights. Nothing is taken from the environment unless an option here asks for it.
/// <see cref="ToString"/> names what is set and prints no secret.
/// </summary>
/// <remarks>
/// Credentials come from exactly one place: <see cref="ClientSecret"/>, <see cref="ClientCertificateFile"/>, <see cref="FederatedTokenFile"/>
/// (these three with <see cref="TenantId"/> and <see cref="ClientId"/>), <see cref="ManagedIdentity"/>, <see cref="AzureCli"/>,
/// <see cref="DefaultCredentials"/> or <see cref="Credential"/>.
/// </remarks>
public sealed class AzureKeyProviderOptions
{
    /// <summary>The version of the REST interface unless another is set: in all clouds, for Key Vault and Managed HSM.</summary>
    public const string DefaultApiVersion = "7.4";

    /// <summary>
    /// The key: <c>https://VAULT.vault.azure.net/keys/NAME/VERSION</c>. Needed always, since a ciphertext of Key Vault does not name its key.
    /// Without a version the current one is used, which after a rotation is another one.
    /// </summary>
    public string? KeyIdentifier { get; init; }

    /// <summary>
    /// <c>RSA-OAEP</c> unless set (its hash is SHA-1); <c>RSA-OAEP-256</c>; with a symmetric key of a managed HSM <c>A128GCM</c>, <c>A192GCM</c>,
    /// <c>A256GCM</c>, or with <see cref="UseWrapKey"/> <c>A128KW</c>, <c>A192KW</c>, <c>A256KW</c>.
    /// </summary>
    public string Algorithm { get; init; } = "RSA-OAEP";

    /// <summary>Uses the operations wrapKey and unwrapKey, which need other permissions than encrypt and decrypt. The bytes are the same with RSA.</summary>
    public bool UseWrapKey { get; init; }

    /// <summary>The version of the REST interface.</summary>
    public string ApiVersion { get; init; } = DefaultApiVersion;

    /// <summary>The id or a domain of the tenant the vault belongs to. A vault that says it belongs to another one is not sent a token.</summary>
    public string? TenantId { get; init; }

    /// <summary>The id of the application, or of a managed identity that was assigned to the machine by a user.</summary>
    public string? ClientId { get; init; }

    /// <summary>A secret of the application. Secret.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>
    /// A file with a certificate of the application and its RSA key, PEM or PKCS#12. It is read again whenever a token is needed, so that a
    /// renewed certificate is seen.
    /// </summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>The password of <see cref="ClientCertificateFile"/>; null: none. Secret.</summary>
    public string? ClientCertificatePassword { get; init; }

    /// <summary>A file with a token that the application trusts (workload identity), as Kubernetes mounts it. Read whenever a token is needed.</summary>
    public string? FederatedTokenFile { get; init; }

    /// <summary>Takes tokens from the Azure machine or service this runs on; those of <see cref="ClientId"/> where it is set.</summary>
    public bool ManagedIdentity { get; init; }

    /// <summary>Takes tokens from <c>az</c>, for whom <c>az login</c> logged in. Runs that program.</summary>
    public bool AzureCli { get; init; }

    /// <summary>
    /// Takes tokens from the first that has one, by the default chain of Azure.Identity: the environment, workload identity, managed identity, the
    /// Azure CLI, Azure PowerShell, the Azure Developer CLI.
    /// </summary>
    public bool DefaultCredentials { get; init; }

    /// <summary>Takes tokens from here. The caller ends it.</summary>
    public TokenCredential? Credential { get; init; }

    /// <summary>
    /// An endpoint that stands for the vault: <c>https</c>; <c>http</c> only for a loopback address. What it answers is held to the vault of
    /// <see cref="KeyIdentifier"/> all the same. Null: the vault itself, as private endpoints have it too.
    /// </summary>
    public string? EndpointUrl { get; init; }

    /// <summary>
    /// One endpoint, by the same rules, that stands for Entra ID and for the machine's identity service: for tests. Null: Azure's own.
    /// </summary>
    public string? CredentialEndpointUrl { get; init; }

    /// <summary>Honours <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c>. Off unless set.</summary>
    public bool UseEnvironmentProxy { get; init; }

    /// <summary>The budget of one call; <see cref="RetryPolicy.WhileClientWaits"/> unless set.</summary>
    public RetryPolicy RetryPolicy { get; init; } = RetryPolicy.WhileClientWaits;

    /// <summary>The clock of deadlines, waits and the expiry of tokens.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the variables for warnings are read; tests put a dictionary here.</summary>
    internal Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>What is set, without a secret.</summary>
    public override string ToString()
    {
        string credentials = this switch
        {
            { Credential: not null } => "own",
            { ClientSecret: not null } => "client secret",
            { ClientCertificateFile: not null } => "client certificate",
            { FederatedTokenFile: not null } => "workload identity",
            { ManagedIdentity: true } => "managed identity",
            { AzureCli: true } => "Azure CLI",
            { DefaultCredentials: true } => "default",
            _ => "none",
        };
        string key = AzureKeyIdentifier.TryParse(KeyIdentifier, out AzureKeyIdentifier? identifier) ? identifier.ToString() : "(unset)";
        return $"Key Vault: key {key}, {(UseWrapKey ? "wrapKey" : "encrypt")}, credentials {credentials}";
    }
}
