using System.Diagnostics.CodeAnalysis;

namespace Kmip.ProxyHost.Snapshot;

/// <summary>Who wrapped a key.</summary>
internal enum CloudProvider
{
    /// <summary>AWS KMS.</summary>
    Aws,

    /// <summary>Azure Key Vault.</summary>
    Azure,

    /// <summary>Google Cloud KMS.</summary>
    Gcp,

    /// <summary>An AES-256 key file on this machine; no cloud.</summary>
    Local,
}

/// <summary>The names of the providers in file names and options.</summary>
internal static class CloudProviders
{
    /// <summary>All names, for messages.</summary>
    public const string All = "aws, azure, gcp or local";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CloudProvider> Everyone { get; } = [CloudProvider.Aws, CloudProvider.Azure, CloudProvider.Gcp, CloudProvider.Local];

    /// <summary>The name as it stands in file names, for example <c>aws</c>.</summary>
    public static string Name(this CloudProvider provider) => provider switch
    {
        CloudProvider.Aws => "aws",
        CloudProvider.Azure => "azure",
        CloudProvider.Gcp => "gcp",
        _ => "local",
    };

    /// <summary>Reads a name, without regard to case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out CloudProvider provider)
    {
        foreach (CloudProvider candidate in Everyone)
        {
            if (string.Equals(candidate.Name(), name, StringComparison.OrdinalIgnoreCase))
            {
                provider = candidate;
                return true;
            }
        }

        provider = default;
        return false;
    }
}
