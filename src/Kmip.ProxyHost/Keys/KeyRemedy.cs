using Kmip.KeyProviders;
using Kmip.KeyProviders.Gcp;
using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Keys;

/// <summary>What would help against a provider's failure, in terms of this program's options. A sentence with a space before it, or nothing.</summary>
internal static class KeyRemedy
{
    private const string CheckWrappedKey = " Check that the wrapped key is this snapshot's: field encryptedKey, the .key file, or --wrappedKey";

    /// <summary>The remedy.</summary>
    public static string For(KeySettings settings, KeyProviderError error) => settings.Provider switch
    {
        CloudProvider.Aws => ForAws(settings, error),
        CloudProvider.Gcp => ForGcp(settings, error),
        CloudProvider.Local when error == KeyProviderError.InvalidConfiguration => " Name the key file with --localKeyFile.",
        _ => IsWrongWrappedKey(error) ? CheckWrappedKey + "." : "",
    };

    private static bool IsWrongWrappedKey(KeyProviderError error) => error is KeyProviderError.CiphertextRejected or KeyProviderError.UnexpectedPlaintext;

    private static bool IsOfCredentials(KeyProviderError error) =>
        error is KeyProviderError.CredentialsMissing or KeyProviderError.CredentialsRejected or KeyProviderError.AccessDenied;

    private static string ForAws(KeySettings settings, KeyProviderError error)
    {
        if (IsOfCredentials(error))
        {
            string role = settings.IsRoleBased
                ? " The metadata names a role (roleId) that only Atlas can assume: use credentials of your own account that may call kms:Decrypt."
                : "";
            return role + " To replace them: -awsAccessKey with --awsSecretAccessKeyFile (and --awsSessionTokenFile), the AWS_* variables, or --awsRoleArn.";
        }

        return error switch
        {
            KeyProviderError.InvalidConfiguration when settings.Find(MetadataField.Region) is null => " Give the region with -awsRegion.",
            KeyProviderError.KeyNotFound => " Check -awsRegion and the account of the credentials.",
            KeyProviderError.Unavailable or KeyProviderError.DeadlineExceeded =>
                " Check the network, -awsRegion, and --awsEndpointUrl for a private endpoint.",
            _ => IsWrongWrappedKey(error) ? CheckWrappedKey + "; and that -awsRegion is the key's region." : "",
        };
    }

    private static string ForGcp(KeySettings settings, KeyProviderError error)
    {
        if (IsOfCredentials(error))
        {
            string role = settings.IsRoleBased
                ? " The metadata names a role (roleId) that only Atlas can use: use credentials of your own that may decrypt with the key."
                : "";
            return role + " To replace them: --gcpServiceAccountFile, the variable GOOGLE_APPLICATION_CREDENTIALS, or \"gcloud auth application-default login\".";
        }

        bool named = GcpKeyName.TryParse(settings[MetadataField.KeyVersionResourceId], out _);
        return error switch
        {
            KeyProviderError.InvalidConfiguration when !named => " Give the key's name with --gcpKeyName.",
            KeyProviderError.InvalidConfiguration when settings.Find(MetadataField.ServiceAccountKey)?.Origin == SettingOrigin.Metadata =>
                " Where the credentials in the metadata are the reason: name a file of your own with --gcpServiceAccountFile.",
            KeyProviderError.KeyNotFound or KeyProviderError.KeyUsageForbidden => " Name the key that wrapped with --gcpKeyName.",
            KeyProviderError.Unavailable or KeyProviderError.DeadlineExceeded =>
                " Check the network, and --gcpEndpointUrl and --gcpCredentialEndpointUrl for private endpoints.",
            _ => IsWrongWrappedKey(error) ? CheckWrappedKey + "; and that --gcpKeyName, or field keyVersionResourceID, names the key that wrapped it." : "",
        };
    }
}
