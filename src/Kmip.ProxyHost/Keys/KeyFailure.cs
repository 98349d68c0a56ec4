using Kmip.KeyProviders;
using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Keys;

/// <summary>Turns a provider's failure into what the operator needs: which file, which fields, what the cloud said, what would help.</summary>
internal static class KeyFailure
{
    /// <summary>The exit code that goes with a failure.</summary>
    public static ExitCode ExitCodeOf(KeyProviderError error) => error switch
    {
        KeyProviderError.CredentialsMissing or KeyProviderError.CredentialsRejected or KeyProviderError.AccessDenied
            or KeyProviderError.InvalidConfiguration => ExitCode.Credentials,
        KeyProviderError.Throttled or KeyProviderError.Unavailable or KeyProviderError.DeadlineExceeded => ExitCode.Cloud,
        _ => ExitCode.Key,
    };

    /// <summary>One line for a key that did not open.</summary>
    public static ProxyException Explain(SnapshotEntry entry, KeySettings settings, string wrappedKeySource, KeyProviderException failure)
    {
        string sources = settings.DescribeSources();
        string used = sources.Length == 0 ? "" : $" Used: {sources}; wrapped key from {wrappedKeySource}.";
        string remedy = RemedyFor(settings, failure.Error);
        return new ProxyException(ExitCodeOf(failure.Error),
            $"key {entry.KeyId} ({entry.Describe()}) cannot be unwrapped: {failure.Message.TrimEnd('.')}.{used}{remedy}", failure);
    }

    private static string RemedyFor(KeySettings settings, KeyProviderError error)
    {
        bool credentials = error is KeyProviderError.CredentialsMissing or KeyProviderError.CredentialsRejected or KeyProviderError.AccessDenied;
        if (credentials && settings.Provider == CloudProvider.Aws)
        {
            string role = settings.IsRoleBased
                ? " The metadata names a role (roleId) that only Atlas can assume: use credentials of your own account that may call kms:Decrypt."
                : "";
            return role + " To replace them: -awsAccessKey with --awsSecretAccessKeyFile (and --awsSessionTokenFile), the AWS_* variables, or --awsRoleArn.";
        }

        return error switch
        {
            KeyProviderError.InvalidConfiguration when settings.Provider == CloudProvider.Aws && settings.Find(MetadataField.Region) is null =>
                " Give the region with -awsRegion.",
            KeyProviderError.InvalidConfiguration when settings.Provider == CloudProvider.Local => " Name the key file with --localKeyFile.",
            KeyProviderError.CiphertextRejected or KeyProviderError.UnexpectedPlaintext =>
                " Check that the wrapped key is this snapshot's: field encryptedKey, the .key file, or --wrappedKey"
                + (settings.Provider == CloudProvider.Aws ? "; and that -awsRegion is the key's region." : "."),
            KeyProviderError.KeyNotFound when settings.Provider == CloudProvider.Aws => " Check -awsRegion and the account of the credentials.",
            KeyProviderError.Unavailable or KeyProviderError.DeadlineExceeded when settings.Provider == CloudProvider.Aws =>
                " Check the network, -awsRegion, and --awsEndpointUrl for a private endpoint.",
            _ => "",
        };
    }
}
