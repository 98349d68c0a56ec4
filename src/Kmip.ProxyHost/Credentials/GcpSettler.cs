using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Credentials;

/// <summary>Settles what a key of Google Cloud KMS needs: the key's name, and whose rights.</summary>
internal static class GcpSettler
{
    /// <summary>
    /// Settles the fields; the metadata may be absent. The service account's key is the text of the metadata where it comes from there
    /// (<see cref="SettingOrigin.Metadata"/>), and otherwise the path of a file that whoever runs the program named.
    /// </summary>
    public static KeySettings Settle(SettingReader reader, KeyMetadata? metadata)
    {
        Setting? account = reader.FindFile(ProxyOptions.GcpServiceAccountFile, ["KMIP_PROXY_GCP_SERVICE_ACCOUNT_FILE", "GOOGLE_APPLICATION_CREDENTIALS"])
            ?? reader.FromMetadata(MetadataField.ServiceAccountKey);
        Setting? key = reader.Find(ProxyOptions.GcpKeyName, ["KMIP_PROXY_GCP_KEY_NAME"], null, MetadataField.KeyVersionResourceId);
        bool role = metadata?[MetadataField.RoleId] is not null && metadata[MetadataField.ServiceAccountKey] is null;
        List<string> notes = [];
        if (role && account is null)
        {
            notes.Add("the metadata names a role (roleId) and holds no service account's key: Atlas reached the key by a service account that only Atlas can use, "
                + "so your own credentials are used: the Google Cloud default chain (login of gcloud, metadata server of the machine); or give --gcpServiceAccountFile");
        }

        return new KeySettings
        {
            Provider = CloudProvider.Gcp,
            Fields = [(MetadataField.ServiceAccountKey, account), (MetadataField.KeyVersionResourceId, key)],
            UsesDefaultChain = account is null,
            IsRoleBased = role,
            Notes = notes,
        };
    }
}
