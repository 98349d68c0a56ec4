using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Commands;

/// <summary>A field's name and what is known of it: where it comes from, or that it is missing. Values are shown only where they are names, not secrets.</summary>
internal sealed record FieldInspection(string Name, string Status);

/// <summary>What is known of one key without asking anybody.</summary>
internal sealed class KeyInspection
{
    /// <summary>The entry.</summary>
    public required SnapshotEntry Entry { get; init; }

    /// <summary>The fields in a fixed order.</summary>
    public IReadOnlyList<FieldInspection> Fields { get; private init; } = [];

    /// <summary>Where the wrapped key lies and how long it is.</summary>
    public string WrappedKey { get; private init; } = "unknown";

    /// <summary>Names of fields that the proxy does not use.</summary>
    public IReadOnlyList<string> UnknownFields { get; private init; } = [];

    /// <summary>What the operator should know.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>What serving would do.</summary>
    public string WouldTry { get; private init; } = "";

    /// <summary>Why the key cannot even be tried; null where it can.</summary>
    public ProxyException? Problem { get; private init; }

    /// <summary>Looks at one key.</summary>
    public static KeyInspection Of(ProxyContext context, SnapshotLayout layout, SnapshotEntry entry, bool wrappedKeyFromOption)
    {
        KeyMetadata metadata;
        try
        {
            metadata = entry.MetadataPath is null ? new KeyMetadata("", [], [], null) : MetadataReader.Read(context.Files, entry.MetadataPath);
            if (metadata.KmipSection is byte[] json && KmipSection.Parse(metadata.Path, entry.KeyId, json).IsDestroyed)
            {
                return new KeyInspection { Entry = entry, WrappedKey = "none, the key is destroyed", WouldTry = "nothing: only the record of the key is kept" };
            }
        }
        catch (ProxyException e)
        {
            return new KeyInspection { Entry = entry, Problem = e };
        }

        KeySettings? settings = null;
        string wrappedKey = "missing";
        ProxyException? problem = null;
        try
        {
            settings = KeySettler.Settle(context, entry.Provider, metadata);
            LocatedWrappedKey located = WrappedKeyLocator.Locate(context, layout, entry, metadata, wrappedKeyFromOption);
            wrappedKey = $"{located.Bytes.Length} bytes, from {located.Source}";
            problem = MissingSetting(entry, settings);
        }
        catch (ProxyException e)
        {
            problem = e;
        }

        return new KeyInspection
        {
            Entry = entry,
            Fields = [.. (settings?.Fields ?? []).Select(pair => Describe(metadata, pair.Field, pair.Setting))],
            WrappedKey = wrappedKey,
            UnknownFields = metadata.UnknownFields,
            Notes = settings?.Notes ?? [],
            WouldTry = settings is null ? "" : Plan(settings),
            Problem = problem,
        };
    }

    private static FieldInspection Describe(KeyMetadata metadata, MetadataField field, Setting? setting)
    {
        if (setting is null)
        {
            return new FieldInspection(field.Name(), metadata.Has(field) ? "empty" : "missing");
        }

        bool shown = field is MetadataField.Region or MetadataField.RoleArn or MetadataField.KeyFile or MetadataField.KeyVaultName
            or MetadataField.KeyIdentifier or MetadataField.KeyVersionResourceId or MetadataField.AzureEnvironment or MetadataField.CustomerMasterKeyId;
        return new FieldInspection(field.Name(), shown ? $"{setting.Value.Printable()} ({setting.Source})" : $"present ({setting.Source})");
    }

    /// <summary>What is certainly missing; what only the cloud can judge is not judged here.</summary>
    private static ProxyException? MissingSetting(SnapshotEntry entry, KeySettings settings)
    {
        string? missing = settings.Provider switch
        {
            CloudProvider.Aws when settings.Find(MetadataField.Region) is null && !settings.UsesDefaultChain => "the region: give -awsRegion",
            CloudProvider.Aws when settings.UsesDefaultChain => null,
            CloudProvider.Aws when settings.Find(MetadataField.AccessKeyId) is null => "the access key identifier: give -awsAccessKey",
            CloudProvider.Aws when settings.Find(MetadataField.SecretAccessKey) is null => "the secret access key: give --awsSecretAccessKeyFile",
            CloudProvider.Gcp when settings.Find(MetadataField.KeyVersionResourceId) is null => "the name of the Cloud KMS key: give --gcpKeyName",
            CloudProvider.Local when settings.Find(MetadataField.KeyFile) is null => "the key file: give --localKeyFile",
            _ => null,
        };
        return missing is null ? null : new ProxyException(ExitCode.Credentials, $"key {entry.KeyId} lacks {missing}");
    }

    private static string Plan(KeySettings settings) => settings.Provider switch
    {
        CloudProvider.Aws => $"AWS KMS Decrypt with the wrapped key alone, in region {settings[MetadataField.Region]?.Printable() ?? "of the default chain"}, "
            + (settings.Find(MetadataField.RoleArn) is null ? "" : "in an assumed role, ")
            + (settings.UsesDefaultChain ? "with credentials of the default chain" : $"with access key from {settings.Find(MetadataField.AccessKeyId)?.Source ?? "nowhere"}"),
        CloudProvider.Azure => "Azure Key Vault decrypt (RSA-OAEP): not in this version",
        CloudProvider.Gcp => "Google Cloud KMS decrypt with the key of the name, whatever its version, "
            + (settings.UsesDefaultChain ? "with credentials of the default chain" : $"with credentials from {settings.Find(MetadataField.ServiceAccountKey)!.Source}"),
        _ => "AES-256 unwrap with the local key file",
    };
}
