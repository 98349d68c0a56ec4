using Amazon.Runtime.CredentialManagement;

namespace Kmip.KeyProviders.Aws;

/// <summary>The shared configuration and credentials files, as the SDK reads them (<c>AWS_CONFIG_FILE</c>, <c>AWS_SHARED_CREDENTIALS_FILE</c>).</summary>
internal static class AwsProfiles
{
    /// <summary>The profile of the options, or null where the files or the profile do not exist.</summary>
    /// <exception cref="KeyProviderException">InvalidConfiguration: a file cannot be read or is malformed.</exception>
    public static CredentialProfile? Find(AwsKeyProviderOptions options)
    {
        try
        {
            return Files(options).TryGetProfile(NameOf(options), out CredentialProfile profile) ? profile : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The SDK throws several types, whose texts may quote the file.
            throw AwsOptionChecks.Invalid("The AWS profile files cannot be read.", "Check the syntax and the rights of the credentials and config files.");
        }
    }

    /// <summary>
    /// The files. The SDK keeps the place it found when it was first used in the process; the variable is read here so that it holds for each call.
    /// </summary>
    public static CredentialProfileStoreChain Files(AwsKeyProviderOptions options) =>
        options.Environment("AWS_SHARED_CREDENTIALS_FILE") is { Length: > 0 } file ? new CredentialProfileStoreChain(file) : new CredentialProfileStoreChain();

    public static string NameOf(AwsKeyProviderOptions options) =>
        options.ProfileName ?? (options.Environment("AWS_PROFILE") is { Length: > 0 } name ? name : "default");
}
