using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// What a Locate request asks for (KMIP 1.4 section 4.9, KMIP 2.1 section 6.1.28): every given attribute must match, and the object must be
/// on a storage that was asked for.
/// </summary>
public sealed partial class LocateFilter
{
    /// <summary>A filter.</summary>
    /// <param name="attributes">Empty: every object matches.</param>
    /// <param name="storageStatusMask">Null: on-line objects only.</param>
    /// <param name="objectGroupMember">Whether only fresh members of a group match; null: all.</param>
    /// <param name="now">The time states are judged by: an activation date that has passed makes a key active.</param>
    public LocateFilter(AttributeList attributes, StorageStatusMask? storageStatusMask, ObjectGroupMember? objectGroupMember, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        Attributes = attributes;
        StorageStatusMask = storageStatusMask ?? StorageStatusMask.OnLineStorage;
        ObjectGroupMember = objectGroupMember;
        Now = now;
    }

    /// <summary>The attributes to match.</summary>
    public AttributeList Attributes { get; }

    /// <summary>Where to look.</summary>
    public StorageStatusMask StorageStatusMask { get; }

    /// <summary>Whether only fresh members match.</summary>
    public ObjectGroupMember? ObjectGroupMember { get; }

    /// <summary>The time of the search.</summary>
    public DateTimeOffset Now { get; }
}
