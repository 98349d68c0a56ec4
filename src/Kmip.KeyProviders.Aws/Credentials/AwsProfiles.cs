using Amazon.Runtime.CredentialManagement;

namespace Kmip.KeyProviders.Aws;

/// <summary>The shared configuration and credentials files, as the SDK reads them (<c>AWS_CONFIG_FILE</c>, <c>AWS_SHARED_CREDENTIALS_FILE</c>).</summary>
internal static class AwsProfiles
{
    /// <summary>The profile of the options, or null where the files or the profile do not exist.</summary>
    public static CredentialProfile? Find(AwsKeyProviderOptions options)
    {
        var chain = new CredentialProfileStoreChain();
        return chain.TryGetProfile(NameOf(options), out CredentialProfile profile) ? profile : null;
    }

    public static string NameOf(AwsKeyProviderOptions options) =>
        options.ProfileName ?? (options.Environment("AWS_PROFILE") is { Length: > 0 } name ? name : "default");
}
