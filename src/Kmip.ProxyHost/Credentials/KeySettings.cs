using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Credentials;

/// <summary>Everything that was settled to open one key.</summary>
internal sealed class KeySettings
{
    /// <summary>Who wrapped the key.</summary>
    public required CloudProvider Provider { get; init; }

    /// <summary>The settled fields by their documented names, in a fixed order; null where nothing gives the field.</summary>
    public required IReadOnlyList<(MetadataField Field, Setting? Setting)> Fields { get; init; }

    /// <summary>True where no credentials are given and the default chain of the cloud is used.</summary>
    public bool UsesDefaultChain { get; init; }

    /// <summary>True where the metadata names a role and holds no keys.</summary>
    public bool IsRoleBased { get; init; }

    /// <summary>What the operator should know: a token that was left aside, sources that do not fit together.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A settled value or null.</summary>
    public string? this[MetadataField field] => Find(field)?.Value;

    /// <summary>A settled field or null.</summary>
    public Setting? Find(MetadataField field)
    {
        foreach ((MetadataField candidate, Setting? setting) in Fields)
        {
            if (candidate == field)
            {
                return setting;
            }
        }

        return null;
    }

    /// <summary>For example "accessKeyId from environment AWS_ACCESS_KEY_ID, region from metadata field region". Never a value.</summary>
    public string DescribeSources()
    {
        IEnumerable<string> given = Fields.Where(static pair => pair.Setting is not null)
            .Select(static pair => $"{pair.Field.Name()} from {pair.Setting!.Source}");
        string text = string.Join(", ", given);
        string chain = !UsesDefaultChain ? ""
            : Provider == CloudProvider.Gcp ? "credentials from the Google Cloud default chain"
            : "credentials from the AWS default chain";
        return text.Length == 0 || chain.Length == 0 ? text + chain : text + ", " + chain;
    }
}
