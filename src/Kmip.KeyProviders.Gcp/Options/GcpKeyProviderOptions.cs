namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// How to reach Cloud KMS and with whose rights. Nothing is taken from the environment unless an option here asks for it.
/// <see cref="ToString"/> names what is set and prints no secret.
/// </summary>
/// <remarks>
/// Credentials come from exactly one place: <see cref="CredentialsJson"/>, <see cref="CredentialsFile"/>, <see cref="MetadataServer"/>,
/// <see cref="DefaultCredentials"/> or <see cref="TokenSource"/>. Where <see cref="ImpersonateServiceAccount"/> is set, they are exchanged for
/// those of that account.
/// </remarks>
public sealed class GcpKeyProviderOptions
{
    /// <summary>
    /// The key: <c>projects/P/locations/L/keyRings/R/cryptoKeys/K</c>. Needed always, since a ciphertext of Cloud KMS does not name its key. A
    /// version after it is left out for a symmetric key, which finds its version by itself, and is needed for an asymmetric one.
    /// </summary>
    public string? KeyName { get; init; }

    /// <summary>
    /// True for a key with the purpose ASYMMETRIC_DECRYPT (RSA-OAEP): unwrapping asks the service, wrapping is done here with its public key.
    /// </summary>
    public bool Asymmetric { get; init; }

    /// <summary>
    /// What was authenticated but not stored when a symmetric key wrapped, at most 64 KiB: it must be given to unwrap. Empty: none. Not secret.
    /// </summary>
    public ReadOnlyMemory<byte> AdditionalAuthenticatedData { get; init; }

    /// <summary>
    /// Credentials as text: the JSON of a service account's key, or of another type <c>gcloud</c> writes; also that text as a JSON string.
    /// At most 64 KiB. Secret.
    /// </summary>
    public string? CredentialsJson { get; init; }

    /// <summary>A file with such JSON. It is read again whenever a token is needed, so that a rotated key is seen.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>Takes tokens from the metadata server of the Google machine or container this runs on.</summary>
    public bool MetadataServer { get; init; }

    /// <summary>The e-mail of one of the machine's service accounts for <see cref="MetadataServer"/>; null: its default account.</summary>
    public string? MetadataServiceAccount { get; init; }

    /// <summary>
    /// Takes credentials from the first of: the file <c>GOOGLE_APPLICATION_CREDENTIALS</c> names, the file <c>gcloud auth application-default login</c>
    /// writes, the metadata server.
    /// </summary>
    public bool DefaultCredentials { get; init; }

    /// <summary>Takes tokens from here. The caller disposes it.</summary>
    public ITokenSource? TokenSource { get; init; }

    /// <summary>The e-mail of a service account whose tokens are asked for with the credentials; null: the credentials are used as they are.</summary>
    public string? ImpersonateServiceAccount { get; init; }

    /// <summary>What credentials of type <c>external_account</c> may do. Nothing unless set: they are refused.</summary>
    public GcpExternalSources ExternalAccounts { get; init; }

    /// <summary>The project that is charged with the requests, an id or number; null: that of the key.</summary>
    public string? QuotaProject { get; init; }

    /// <summary>
    /// The endpoint of Cloud KMS: a regional or private one. <c>https</c>; <c>http</c> only for a loopback address. Null: the public one.
    /// </summary>
    public string? EndpointUrl { get; init; }

    /// <summary>
    /// One endpoint, by the same rules, that stands for all services that issue credentials (OAuth, STS, IAM Credentials, metadata server): for
    /// private endpoints and for tests. Null: Google's own.
    /// </summary>
    public string? CredentialEndpointUrl { get; init; }

    /// <summary>Honours <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c>. Off unless set.</summary>
    public bool UseEnvironmentProxy { get; init; }

    /// <summary>The budget of one call; <see cref="RetryPolicy.WhileClientWaits"/> unless set.</summary>
    public RetryPolicy RetryPolicy { get; init; } = RetryPolicy.WhileClientWaits;

    /// <summary>The clock of deadlines, waits, the expiry of tokens, and (in the own token sources) of assertions.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where environment variables are read; tests put a dictionary here.</summary>
    internal Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Null: as <see cref="GcpFeatures"/> says. Tests choose.</summary>
    internal bool? UseGoogleAuth { get; init; }

    /// <summary>What is set, without a secret.</summary>
    public override string ToString()
    {
        string credentials = this switch
        {
            { TokenSource: not null } => "own token source",
            { CredentialsJson: not null } => "given",
            { CredentialsFile: not null } => "file",
            { MetadataServer: true } => "metadata server",
            { DefaultCredentials: true } => "default",
            _ => "none",
        };
        string key = GcpKeyName.TryParse(KeyName, out GcpKeyName? name) ? name.ToString() : "(unset)";
        return $"Cloud KMS: key {key}, credentials {credentials}, as {(ImpersonateServiceAccount is null ? "themselves" : "another service account")}";
    }
}
