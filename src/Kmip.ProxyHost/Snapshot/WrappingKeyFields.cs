using Kmip.ProxyHost.Credentials;

namespace Kmip.ProxyHost.Snapshot;

/// <summary>The fields that name the wrapping key and are no credentials: what a new file says, so that the next start finds the wrapping key again.</summary>
internal static class WrappingKeyFields
{
    /// <summary>True for a field that names the wrapping key.</summary>
    public static bool IsOne(MetadataField field) => field is MetadataField.Region or MetadataField.CustomerMasterKeyId or MetadataField.KeyFile
        or MetadataField.AzureEnvironment or MetadataField.KeyVaultName or MetadataField.KeyIdentifier or MetadataField.KeyVersionResourceId;

    /// <summary>The settled values; a path is made absolute, since the next start may have another working directory.</summary>
    public static Dictionary<MetadataField, string?> Of(KeySettings settings)
    {
        Dictionary<MetadataField, string?> fields = [];
        foreach ((MetadataField field, Setting? setting) in settings.Fields)
        {
            if (setting is not null && IsOne(field))
            {
                fields[field] = field == MetadataField.KeyFile ? Path.GetFullPath(setting.Value) : setting.Value;
            }
        }

        return fields;
    }
}
