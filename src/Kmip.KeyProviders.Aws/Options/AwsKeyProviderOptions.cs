namespace Kmip.KeyProviders.Aws;

/// <summary>
/// How to reach AWS KMS and with whose rights. Nothing is taken from the environment unless an option here asks for it.
/// <see cref="ToString"/> names what is set and prints no secret.
/// </summary>
/// <remarks>
/// Credentials come from exactly one place: <see cref="AccessKeyId"/> with <see cref="SecretAccessKey"/> (and <see cref="SessionToken"/>), or else
/// <see cref="DefaultChain"/>. Where <see cref="RoleArn"/> is set, they are exchanged for those of the role.
/// </remarks>
public sealed class AwsKeyProviderOptions
{
    /// <summary>
    /// The KMS key: ARN, key id, alias ARN or <c>alias/name</c>, at most 2048 characters. Needed to wrap. May be null to unwrap only: the wrapped
    /// bytes carry the key's name.
    /// </summary>
    public string? KeyId { get; init; }

    /// <summary>
    /// The region, as <c>us-east-1</c> or <c>US_EAST_1</c>. Null: that of the ARN in <see cref="KeyId"/>, or with <see cref="DefaultChain"/> that of
    /// <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c> or the profile.
    /// </summary>
    public string? Region { get; init; }

    /// <summary>The access key id. Not secret by itself, but never printed whole.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The secret access key. Secret.</summary>
    public string? SecretAccessKey { get; init; }

    /// <summary>The session token of temporary credentials. Secret. Null for long-lived ones.</summary>
    public string? SessionToken { get; init; }

    /// <summary>
    /// Takes credentials from the first of: environment variables, web identity (environment), profile files, container endpoint, instance metadata.
    /// Used only where <see cref="AccessKeyId"/> is null.
    /// </summary>
    public bool DefaultChain { get; init; }

    /// <summary>The profile that <see cref="DefaultChain"/> reads; null: <c>AWS_PROFILE</c>, else <c>default</c>.</summary>
    public string? ProfileName { get; init; }

    /// <summary>The ARN of a role to assume with the credentials; null: the credentials are used as they are.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The external id the role's trust policy asks for. Treated as a secret. Null: none is sent.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The session name that appears in CloudTrail, 2 to 64 of <c>A-Z a-z 0-9 _ + = , . @ -</c>.</summary>
    public string RoleSessionName { get; init; } = "kmip-proxy";

    /// <summary>
    /// The endpoint of KMS: a VPC, FIPS or private one. <c>https</c>; <c>http</c> only for a loopback address. Null: the public one of the region.
    /// </summary>
    public string? EndpointUrl { get; init; }

    /// <summary>The endpoint of STS, by the same rules. Null: the public one of the region.</summary>
    public string? StsEndpointUrl { get; init; }

    /// <summary>Uses the public FIPS endpoints where no explicit endpoint is given.</summary>
    public bool UseFipsEndpoints { get; init; }

    /// <summary>
    /// Honours <c>AWS_ENDPOINT_URL_KMS</c>, <c>AWS_ENDPOINT_URL_STS</c>, <c>AWS_ENDPOINT_URL</c> and the profile's <c>endpoint_url</c>. Off unless
    /// set: who can set a variable could otherwise have credentials sent to another host.
    /// </summary>
    public bool UseEnvironmentEndpoints { get; init; }

    /// <summary>Honours <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c>. Off unless set, for the same reason.</summary>
    public bool UseEnvironmentProxy { get; init; }

    /// <summary>
    /// The encryption context, at most 64 pairs: what was given to wrap must be given to unwrap. Not secret to AWS (it is logged in CloudTrail). Null: none.
    /// </summary>
    public IReadOnlyDictionary<string, string>? EncryptionContext { get; init; }

    /// <summary>
    /// Sends <see cref="KeyId"/> with an unwrap too, so that bytes wrapped with any other key are refused. Off unless set: the bytes name their key.
    /// </summary>
    public bool PinKeyOnUnwrap { get; init; }

    /// <summary>The budget of one call; <see cref="RetryPolicy.WhileClientWaits"/> unless set.</summary>
    public RetryPolicy RetryPolicy { get; init; } = RetryPolicy.WhileClientWaits;

    /// <summary>The clock of deadlines, waits and the expiry of credentials. Signatures are dated by the SDK with the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where environment variables are read; tests put a dictionary here.</summary>
    internal Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>What is set, without a secret.</summary>
    public override string ToString()
    {
        string credentials = AccessKeyId is not null ? SessionToken is null ? "static" : "session" : DefaultChain ? "default chain" : "none";
        return $"AWS KMS: region {Region ?? "(unset)"}, key {KeyId ?? "(unset)"}, credentials {credentials}, role {RoleArn ?? "(none)"}";
    }
}
