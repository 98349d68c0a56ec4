using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace Kmip.KeyProviders.Aws;

/// <summary>
/// The default chain, in the order of AWS: environment variables, web identity, profile files, container endpoint, instance metadata. The first
/// two are read here so that endpoints and proxies of the options hold for them; the others are the SDK's.
/// </summary>
internal sealed class AwsChainSource(AwsSettings settings, AwsTransport transport) : AwsCredentialSource(settings.Options.TimeProvider)
{
    private static readonly TimeSpan Recheck = TimeSpan.FromMinutes(5);

    private readonly AwsKeyProviderOptions _options = settings.Options;

    protected override async ValueTask<AwsKeys> ObtainAsync(AwsKeys? rejected, CancellationToken cancellationToken)
    {
        AwsKeys? keys = FromEnvironment()
            ?? await AwsWebIdentity.TryObtainAsync(settings, transport, cancellationToken).ConfigureAwait(false)
            ?? await FromSdkAsync("profile", ProfileCredentials, cancellationToken).ConfigureAwait(false)
            ?? await FromSdkAsync("container", ContainerCredentials, cancellationToken).ConfigureAwait(false)
            ?? await FromSdkAsync("instance metadata", InstanceCredentials, cancellationToken).ConfigureAwait(false);
        return keys ?? throw new KeyProviderException(
            KeyProviderError.CredentialsMissing,
            $"The default chain found no AWS credentials: not in the environment, not as a web identity, not in profile {Shown(AwsProfiles.NameOf(_options))}, "
            + "not from a container endpoint, not from instance metadata.")
        {
            Remedy = "Set up one of them, or give an access key id and a secret access key.",
        };
    }

    private static string Shown(string profile) => profile.Length <= 64 && AwsArn.HasOnly(profile, " _-.@") ? profile : "(name not shown)";

    private AwsKeys? FromEnvironment()
    {
        string? id = _options.Environment("AWS_ACCESS_KEY_ID");
        string? secret = _options.Environment("AWS_SECRET_ACCESS_KEY");
        string? token = _options.Environment("AWS_SESSION_TOKEN");
        return string.IsNullOrEmpty(id) || string.IsNullOrEmpty(secret) ? null : new AwsKeys(id, secret, string.IsNullOrEmpty(token) ? null : token, _options.TimeProvider.GetUtcNow() + Recheck);
    }

    private AWSCredentials? ProfileCredentials() =>
        AwsProfiles.Find(_options) is { } profile ? AWSCredentialsFactory.GetAWSCredentials(profile, AwsProfiles.Files(_options)) : null;

    private AWSCredentials? ContainerCredentials() =>
        string.IsNullOrEmpty(_options.Environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"))
        && string.IsNullOrEmpty(_options.Environment("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
            ? null
            : new GenericContainerCredentials();

    private AWSCredentials? InstanceCredentials() =>
        string.Equals(_options.Environment("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
            ? null
            : new InstanceProfileAWSCredentials();

    /// <summary>
    /// Asks the SDK on a thread of its own: it reads files and waits for metadata services without looking at a token. A path that is set up but
    /// fails ends the chain, except the last: instance metadata is tried on machines that have none. The SDK throws many types here, whose texts
    /// name files and hosts; none of them gets any further.
    /// </summary>
    private async ValueTask<AwsKeys?> FromSdkAsync(string path, Func<AWSCredentials?> find, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(
                async () =>
                {
                    AWSCredentials? found = find();
                    ImmutableCredentials? keys = found is null ? null : await found.GetCredentialsAsync().ConfigureAwait(false);
                    return keys is null ? null : new AwsKeys(keys.AccessKey, keys.SecretKey, keys.UseToken ? keys.Token : null, ExpiryOf(found!));
                },
                cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (KeyProviderException or OperationCanceledException))
        {
            return path == "instance metadata" ? null : throw new KeyProviderException(
                KeyProviderError.CredentialsMissing, $"The AWS {path} credentials are set up but cannot be used.")
            {
                Remedy = $"Correct the {path} settings, or give an access key id and a secret access key.",
            };
        }
    }

    /// <summary>Credentials without an end are looked for again after some minutes, so that a rotated file or variable is seen.</summary>
    private DateTimeOffset ExpiryOf(AWSCredentials credentials) => credentials.Expiration is { } end
        ? new DateTimeOffset(end.ToUniversalTime())
        : _options.TimeProvider.GetUtcNow() + Recheck;
}
