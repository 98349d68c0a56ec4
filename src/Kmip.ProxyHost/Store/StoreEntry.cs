using System.Collections.Immutable;
using Kmip.Protocol;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;
using Kmip.Server;

namespace Kmip.ProxyHost.Store;

/// <summary>One object of the store.</summary>
/// <param name="Order">Larger for newer objects.</param>
/// <param name="Record">What is known of it; null where its file cannot be read.</param>
/// <param name="Held">Its material.</param>
/// <param name="Source">The file it lies in.</param>
internal sealed record StoreEntry(long Order, ManagedObjectRecord? Record, HeldKey Held, SnapshotEntry Source)
{
    /// <summary>Why it cannot be changed, in words for a client; null where it can.</summary>
    public string? Obstacle { get; init; }

    /// <summary>True where its wrapped key is that of <c>--wrappedKey</c>.</summary>
    public bool FromOption { get; init; }

    /// <summary>True where a key that did not open may be tried again.</summary>
    public bool MayRetry { get; init; } = true;

    /// <summary>True where the object is sealed, so that its digest must not be written in the clear.</summary>
    public bool HidesDigest { get; init; }


    /// <summary>The entry of a key that was tried.</summary>
    public static StoreEntry From(OpenedKey opened, long order, string owner)
    {
        string? obstacle = opened.FromOption ? "Its wrapped key was given by an option, so it cannot be changed in its file."
            : opened.Entry.MetadataPath is null ? "It has no metadata file."
            : null;
        return new StoreEntry(order, RecordOf(opened, owner), new HeldKey(opened), opened.Entry)
        {
            Obstacle = obstacle,
            FromOption = opened.FromOption,
            HidesDigest = opened.Section?.Sealed is not null,
        };
    }

    /// <summary>The record of a key; null where its metadata could not be read, so that nothing certain is known.</summary>
    public static ManagedObjectRecord? RecordOf(OpenedKey opened, string owner)
    {
        if (opened.Metadata is null || (opened.Section is null && opened.Metadata.KmipSection is not null))
        {
            return null;
        }

        AttributeList attributes = opened.Section?.Attributes?.List.Clone()
            ?? MasterKeyObject.AttributesOf(opened.Entry.KeyId, opened.Section?.State ?? State.Active);
        if (opened.Content is SealedContent content)
        {
            attributes.AddRange(content.Hidden);
        }

        return new ManagedObjectRecord
        {
            UniqueIdentifier = opened.Entry.KeyId,
            ObjectType = opened.Section?.ObjectType ?? ObjectType.SymmetricKey,
            Owner = opened.Section?.Owner ?? owner,
            Attributes = attributes,
        };
    }
}

/// <summary>The store at one moment.</summary>
/// <param name="ById">The objects.</param>
/// <param name="Newest">Their identifiers by negative order: the newest comes first.</param>
/// <param name="LastOrder">The order of the newest object there ever was.</param>
internal sealed record StorePicture(ImmutableDictionary<string, StoreEntry> ById, ImmutableSortedDictionary<long, string> Newest, long LastOrder)
{
    /// <summary>No objects.</summary>
    public static StorePicture Empty { get; } =
        new(ImmutableDictionary.Create<string, StoreEntry>(StringComparer.Ordinal), ImmutableSortedDictionary<long, string>.Empty, 0);

    /// <summary>With one more object, the newest.</summary>
    public StorePicture Add(string keyId, StoreEntry entry) =>
        new(ById.Add(keyId, entry), Newest.Add(-entry.Order, keyId), Math.Max(LastOrder, entry.Order));

    /// <summary>With an object changed.</summary>
    public StorePicture Replace(string keyId, StoreEntry entry) => this with { ById = ById.SetItem(keyId, entry) };
}
