namespace Kmip.ProxyHost.Snapshot;

/// <summary>The fields of metadata that the proxy uses. Names are read without regard to case.</summary>
internal enum MetadataField
{
    /// <summary>AWS: the access key's identifier.</summary>
    AccessKeyId,

    /// <summary>AWS: the secret access key.</summary>
    SecretAccessKey,

    /// <summary>AWS: the token that goes with temporary credentials.</summary>
    SessionToken,

    /// <summary>AWS and GCP: Atlas's identifier of a role; it means that the file holds no keys.</summary>
    RoleId,

    /// <summary>AWS: the ARN of a role to assume.</summary>
    RoleArn,

    /// <summary>AWS: the region.</summary>
    Region,

    /// <summary>AWS: the customer master key; needed to wrap, not to unwrap.</summary>
    CustomerMasterKeyId,

    /// <summary>Azure: the application.</summary>
    ClientId,

    /// <summary>Azure: the directory.</summary>
    TenantId,

    /// <summary>Azure: the application's secret.</summary>
    Secret,

    /// <summary>Azure: AZURE, AZURE_CHINA or AZURE_US_GOVERNMENT.</summary>
    AzureEnvironment,

    /// <summary>Azure: the vault.</summary>
    KeyVaultName,

    /// <summary>Azure: the key's URL.</summary>
    KeyIdentifier,

    /// <summary>GCP: the service account's key, a JSON object or a string that holds one.</summary>
    ServiceAccountKey,

    /// <summary>GCP: the key version's resource name.</summary>
    KeyVersionResourceId,

    /// <summary>Local: the file with the AES-256 key.</summary>
    KeyFile,

    /// <summary>The wrapped master key.</summary>
    EncryptedKey,
}

/// <summary>Names, aliases, secrecy and providers of the fields.</summary>
internal static class MetadataFields
{
    private static readonly (MetadataField Field, bool Secret, CloudProvider[] Providers, string[] Names)[] Table =
    [
        (MetadataField.AccessKeyId, false, [CloudProvider.Aws], ["accessKeyId", "awsAccessKeyId", "awsAccessKey"]),
        (MetadataField.SecretAccessKey, true, [CloudProvider.Aws], ["secretAccessKey", "awsSecretAccessKey"]),
        (MetadataField.SessionToken, true, [CloudProvider.Aws], ["sessionToken", "awsSessionToken"]),
        (MetadataField.RoleId, false, [CloudProvider.Aws, CloudProvider.Azure, CloudProvider.Gcp], ["roleId"]),
        (MetadataField.RoleArn, false, [CloudProvider.Aws], ["roleArn", "awsRoleArn"]),
        (MetadataField.Region, false, [CloudProvider.Aws], ["region", "awsRegion"]),
        (MetadataField.CustomerMasterKeyId, false, [CloudProvider.Aws], ["customerMasterKeyID", "awsCustomerMasterKeyID"]),
        (MetadataField.ClientId, false, [CloudProvider.Azure], ["clientID"]),
        (MetadataField.TenantId, false, [CloudProvider.Azure], ["tenantID"]),
        (MetadataField.Secret, true, [CloudProvider.Azure], ["secret", "clientSecret"]),
        (MetadataField.AzureEnvironment, false, [CloudProvider.Azure], ["azureEnvironment"]),
        (MetadataField.KeyVaultName, false, [CloudProvider.Azure], ["keyVaultName"]),
        (MetadataField.KeyIdentifier, false, [CloudProvider.Azure], ["keyIdentifier"]),
        (MetadataField.ServiceAccountKey, true, [CloudProvider.Gcp], ["serviceAccountKey"]),
        (MetadataField.KeyVersionResourceId, false, [CloudProvider.Gcp], ["keyVersionResourceID"]),
        (MetadataField.KeyFile, false, [CloudProvider.Local], ["keyFile", "localKeyFile"]),
        (MetadataField.EncryptedKey, true, [CloudProvider.Aws, CloudProvider.Azure, CloudProvider.Gcp, CloudProvider.Local],
            ["encryptedKey", "wrappedKey", "encryptedMasterKey", "ciphertextBlob", "ciphertext"]),
    ];

    /// <summary>Finds a field by any of its names.</summary>
    public static bool TryFind(string name, out MetadataField field)
    {
        foreach (var row in Table)
        {
            foreach (string candidate in row.Names)
            {
                if (string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase))
                {
                    field = row.Field;
                    return true;
                }
            }
        }

        field = default;
        return false;
    }

    /// <summary>The field's documented name.</summary>
    public static string Name(this MetadataField field) => Row(field).Names[0];

    /// <summary>True where the value must never be shown.</summary>
    public static bool IsSecret(this MetadataField field) => Row(field).Secret;

    /// <summary>The fields that a provider's metadata can have, in the order of the table.</summary>
    public static IEnumerable<MetadataField> Of(CloudProvider provider)
    {
        foreach (var row in Table)
        {
            if (Array.IndexOf(row.Providers, provider) >= 0)
            {
                yield return row.Field;
            }
        }
    }

    private static (MetadataField Field, bool Secret, CloudProvider[] Providers, string[] Names) Row(MetadataField field) => Table[(int)field];
}
