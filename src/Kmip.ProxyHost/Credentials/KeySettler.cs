using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Credentials;

/// <summary>Settles what a key needs, field by field (<see cref="SettingReader"/>), and remembers each source.</summary>
internal static class KeySettler
{
    private static readonly string[] None = [];

    /// <summary>Settles the fields of one key; the metadata may be absent.</summary>
    public static KeySettings Settle(ProxyContext context, CloudProvider provider, KeyMetadata? metadata)
    {
        SettingReader reader = new(context, metadata);
        return provider switch
        {
            CloudProvider.Aws => SettleAws(reader, metadata),
            CloudProvider.Gcp => GcpSettler.Settle(reader, metadata),
            CloudProvider.Local => new KeySettings
            {
                Provider = provider,
                Fields = [(MetadataField.KeyFile, reader.Find(ProxyOptions.LocalKeyFile, ["KMIP_PROXY_LOCAL_KEY_FILE"], null, MetadataField.KeyFile))],
            },
            _ => new KeySettings
            {
                Provider = provider,
                Fields = [.. MetadataFields.Of(provider).Where(static field => field != MetadataField.EncryptedKey)
                    .Select(field => (field, reader.FromMetadata(field)))],
            },
        };
    }

    private static KeySettings SettleAws(SettingReader reader, KeyMetadata? metadata)
    {
        Setting? id = reader.Find(ProxyOptions.AwsAccessKey, ["KMIP_PROXY_AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID"], null, MetadataField.AccessKeyId);
        Setting? secret = reader.Find(ProxyOptions.AwsSecretAccessKey, ["KMIP_PROXY_AWS_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY"],
            ProxyOptions.AwsSecretAccessKeyFile, MetadataField.SecretAccessKey);
        Setting? token = reader.Find(ProxyOptions.AwsSessionToken, ["KMIP_PROXY_AWS_SESSION_TOKEN", "AWS_SESSION_TOKEN"],
            ProxyOptions.AwsSessionTokenFile, MetadataField.SessionToken);
        List<string> notes = [];
        bool chain = id is null && secret is null;
        token = KeepFittingToken(id, secret, token, notes);
        if (id is not null && secret is not null && id.Origin != secret.Origin)
        {
            notes.Add($"the access key identifier ({id.Source}) and the secret access key ({secret.Source}) come from different places: do they belong together?");
        }

        bool role = metadata?[MetadataField.RoleId] is not null && metadata[MetadataField.AccessKeyId] is null;
        Setting? roleArn = reader.Find(ProxyOptions.AwsRoleArn, ["KMIP_PROXY_AWS_ROLE_ARN"], null, MetadataField.RoleArn);
        if (role && chain)
        {
            notes.Add("the metadata names a role (roleId) and holds no keys: Atlas reached the key by a role that only Atlas can assume, so your own credentials "
                + "are used: the AWS default chain (environment, profile, instance role); or give -awsAccessKey and -awsSecretAccessKey, or --awsRoleArn");
        }

        return new KeySettings
        {
            Provider = CloudProvider.Aws,
            Fields =
            [
                (MetadataField.AccessKeyId, id),
                (MetadataField.SecretAccessKey, secret),
                (MetadataField.SessionToken, token),
                (MetadataField.Region, reader.Find(ProxyOptions.AwsRegion, ["KMIP_PROXY_AWS_REGION", "AWS_REGION", "AWS_DEFAULT_REGION"], null, MetadataField.Region)),
                (MetadataField.RoleArn, roleArn),
                (MetadataField.CustomerMasterKeyId, reader.Find(ProxyOptions.AwsKeyId, None, null, MetadataField.CustomerMasterKeyId)),
            ],
            UsesDefaultChain = chain,
            IsRoleBased = role,
            Notes = notes,
        };
    }

    /// <summary>
    /// A session token is good only with the keys it was issued with. One left over in the environment or in the metadata must not be sent with keys from
    /// elsewhere: AWS would refuse the keys because of it. A token given as an option is meant.
    /// </summary>
    private static Setting? KeepFittingToken(Setting? id, Setting? secret, Setting? token, List<string> notes)
    {
        if (token is null || token.Origin is SettingOrigin.Option or SettingOrigin.File || token.Origin == id?.Origin || token.Origin == secret?.Origin)
        {
            return token;
        }

        notes.Add($"the session token ({token.Source}) is not used: it belongs to keys from the same place, and the keys come from elsewhere");
        return null;
    }
}
