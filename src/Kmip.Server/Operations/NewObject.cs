using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>What Create and Register have in common: the place the object is kept in, its unique name, and how it is stored.</summary>
internal static class NewObject
{
    /// <summary>Refuses a request for a protection that software cannot give (KMIP 2.1 section 4.44).</summary>
    public static void CheckProtection(ProtectionStorageMasks? masks)
    {
        if (masks is { Masks.Count: > 0 } && !masks.Masks.Any(mask => (mask & ~ProtectionStorageMask.Software) == 0))
        {
            throw new KmipOperationException(ResultReason.ProtectionStorageUnavailable, "Objects are kept in software here: no other protection can be asked for.");
        }
    }

    /// <summary>Stores the object: sets the implicit attributes, checks its names, and makes it the ID Placeholder.</summary>
    public static async ValueTask<string> AddAsync(
        ManagedObject managedObject, AttributeList attributes, OperationContext context, CancellationToken cancellationToken)
    {
        IStoreTransaction transaction = await context.OpenAsync(StoreAccess.Write, cancellationToken).ConfigureAwait(false);
        await RefuseTakenNamesAsync(transaction, attributes, context, cancellationToken).ConfigureAwait(false);
        string id = Guid.NewGuid().ToString("D");
        var record = new ManagedObjectRecord
        {
            UniqueIdentifier = id,
            ObjectType = managedObject.ObjectType,
            Owner = context.Client.Fingerprint,
            Attributes = ImplicitAttributes.With(id, managedObject, attributes, context),
        };
        await transaction.AddAsync(record, managedObject, cancellationToken).ConfigureAwait(false);
        context.SetIdPlaceholder(id);
        return id;
    }

    // A name is unique among the objects that are not destroyed (KMIP 1.4 section 3.2, KMIP 2.1 section 4.32); only those the client may know
    // of count, since a refusal would tell that the others exist.
    private static async ValueTask RefuseTakenNamesAsync(
        IStoreTransaction transaction, AttributeList attributes, OperationContext context, CancellationToken cancellationToken)
    {
        foreach (Name name in attributes.Names)
        {
            var sought = new AttributeList { { KmipTag.Name, AttributeValue.Structure(name) } };
            var filter = new LocateFilter(sought, null, null, context.Now);
            await foreach (ManagedObjectRecord other in transaction.LocateAsync(filter, cancellationToken).ConfigureAwait(false))
            {
                if (filter.Matches(other) && context.Decide(other) is not AccessDecision.Hide)
                {
                    throw new KmipOperationException(ResultReason.NonUniqueNameAttribute, "Another object has this name.");
                }
            }
        }
    }
}
