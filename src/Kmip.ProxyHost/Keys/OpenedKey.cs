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

    /// <summary>What the proxy recorded of the object; null in a file of another program, or where it could not be read.</summary>
    public KmipSection? Section { get; init; }

    /// <summary>The key; null where it did not open, and where the object is destroyed. With <see cref="Content"/> it is that content's data key.</summary>
    public MasterKey? Key { get; init; }

    /// <summary>The object, where it is another than an AES-256 key; null otherwise.</summary>
    public SealedContent? Content { get; init; }

    /// <summary>True where the object is destroyed: there is no key to open, and that is no failure.</summary>
    public bool IsDestroyed => Section?.IsDestroyed is true;

    /// <summary>True where the wrapped key is that of <c>--wrappedKey</c>.</summary>
    public bool FromOption { get; init; }

    /// <summary>Why it did not open; null where it did.</summary>
    public ProxyException? Failure { get; init; }

    /// <summary>Where the settings came from, in words.</summary>
    public string Sources { get; init; } = "";

    /// <summary>What the operator should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What was settled; null where it did not come to that.</summary>
    public KeySettings? Settings { get; init; }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        Key?.Dispose();
        Content?.Dispose();
    }
}
