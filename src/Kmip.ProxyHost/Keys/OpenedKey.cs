using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Keys;

/// <summary>What came of the attempt to open one key.</summary>
internal sealed class OpenedKey : IDisposable
{
    /// <summary>The entry.</summary>
    public required SnapshotEntry Entry { get; init; }

    /// <summary>The metadata; null where it could not be read.</summary>
    public KeyMetadata? Metadata { get; init; }

    /// <summary>The key; null where it did not open.</summary>
    public MasterKey? Key { get; init; }

    /// <summary>Why it did not open; null where it did.</summary>
    public ProxyException? Failure { get; init; }

    /// <summary>Where the settings came from, in words.</summary>
    public string Sources { get; init; } = "";

    /// <summary>What the operator should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What was settled; null where it did not come to that.</summary>
    public KeySettings? Settings { get; init; }

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => Key?.Dispose();
}
