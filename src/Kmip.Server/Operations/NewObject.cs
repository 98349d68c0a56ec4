using System.Security.Cryptography;
using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>What Create and Register have in common: which attributes a client may give, and those the server sets by itself.</summary>
internal static class NewObject
{
    private const string DefaultPolicy = "default";

    // Set by the server alone (kmip attribute rules "Initially set by: Server"), beside those that a request for the object may name.
    private static readonly HashSet<KmipTag> ServerOnly =
    [
        KmipTag.UniqueIdentifier, KmipTag.State, KmipTag.InitialDate, KmipTag.DestroyDate, KmipTag.CompromiseDate,
        KmipTag.CompromiseOccurrenceDate, KmipTag.RevocationReason, KmipTag.ArchiveDate, KmipTag.LastChangeDate, KmipTag.Digest,
        KmipTag.LeaseTime, KmipTag.Fresh, KmipTag.AlwaysSensitive, KmipTag.NeverExtractable, KmipTag.KeyValuePresent,
        KmipTag.ShortUniqueIdentifier, KmipTag.CertificateLength,
    ];

    /// <summary>Checks the attributes of a request and takes a copy of them.</summary>
    /// <exception cref="KmipOperationException">One may not be given, is given twice, or names a template.</exception>
    public static AttributeList Accept(AttributeList given, ObjectType type)
    {
        if (given.TemplateNames.Count > 0)
        {
            // No template can exist here: the object type is not kept (deprecated since 1.3).
            throw new KmipOperationException(ResultReason.ObjectNotFound, "The template does not exist: give the attributes themselves.");
        }

        var seen = new HashSet<KmipAttributeId>();
        foreach (KmipAttribute attribute in given)
        {
            if (attribute.Id.IsStandard && ServerOnly.Contains(attribute.Id.Tag))
            {
                throw new KmipOperationException(ResultReason.ReadOnlyAttribute, $"The attribute {attribute.Id} is set by the server alone.");
            }

            bool multiple = !attribute.Id.IsStandard
                || (KmipAttributeTable.TryFind(attribute.Id.Tag, out KmipAttributeInfo? info) && info.IsMultiple);
            if (!seen.Add(attribute.Id) && !multiple)
            {
                throw new KmipOperationException(ResultReason.AttributeSingleValued, $"The attribute {attribute.Id} has one value only.");
            }

            RefuseNul(attribute);
        }

        if (given.ObjectType is { } named && named != type)
        {
            throw new KmipOperationException(ResultReason.InvalidAttributeValue, "The attribute Object Type is not that of the object.");
        }

        return given.Clone();
    }

    /// <summary>Refuses a request for a protection that software cannot give (KMIP 2.1 section 4.40).</summary>
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
            Attributes = WithImplicit(id, managedObject, attributes, context),
        };
        await transaction.AddAsync(record, managedObject, cancellationToken).ConfigureAwait(false);
        context.SetIdPlaceholder(id);
        return id;
    }

    private static AttributeList WithImplicit(string id, ManagedObject managedObject, AttributeList given, OperationContext context)
    {
        DateTimeOffset now = context.Now;
        var all = new AttributeList { UniqueIdentifier = id, ObjectType = managedObject.ObjectType };
        all.AddRange(given.Where(attribute => attribute.Id != KmipTag.ObjectType));
        bool active = given.ActivationDate is { } activation && activation <= now;
        all.State = active ? given.DeactivationDate is { } end && end <= now ? State.Deactivated : State.Active : State.PreActive;
        all.InitialDate = now;
        all.LastChangeDate = now;
        all.Fresh = true;
        if (all.UsageLimits is { } limits)
        {
            // What a client says is left does not count (KMIP 1.4 section 3.21, KMIP 2.1 section 4.59).
            all.UsageLimits = new UsageLimits
            {
                UsageLimitsTotal = limits.UsageLimitsTotal,
                UsageLimitsCount = limits.UsageLimitsTotal,
                UsageLimitsUnit = limits.UsageLimitsUnit,
            };
        }

        if (managedObject.FindKeyBlock() is { } block)
        {
            all.KeyFormatType = block.KeyFormatType;
        }

        if (context.Version < KmipVersion.V2_0)
        {
            // The policy of objects whose client names none (KMIP 1.0 section 3.13.2); clients of that time search by it.
            all.OperationPolicyName ??= DefaultPolicy;
        }

        // These always have a value (KMIP 1.4 sections 3.19 and 3.48 to 3.51): a key without a usage mask may be used for nothing here.
        all.Sensitive ??= false;
        all.AlwaysSensitive = all.Sensitive;
        all.Extractable ??= true;
        all.NeverExtractable = !all.Extractable;
        if (managedObject is not OpaqueObject)
        {
            all.CryptographicUsageMask ??= default(CryptographicUsageMask);
        }

        if (managedObject is Certificate certificate)
        {
            all.CertificateType = certificate.CertificateType;
            all.CertificateLength = certificate.CertificateValue.Length;
        }

        if (DigestOf(managedObject) is { } digest)
        {
            all.Add(KmipTag.Digest, AttributeValue.Structure(digest));
        }

        return all;
    }

    /// <summary>SHA-256 over the bytes of the material (KMIP 1.4 section 3.17); none where it is wrapped or a structure.</summary>
    private static Digest? DigestOf(ManagedObject managedObject)
    {
        byte[]? hash = managedObject switch
        {
            Certificate certificate => SHA256.HashData(certificate.CertificateValue),
            OpaqueObject { OpaqueDataValue: { } value } => SHA256.HashData(value.Span),
            _ => managedObject.FindKeyBlock()?.KeyValue?.Material?.Bytes is { } bytes ? SHA256.HashData(bytes.Span) : null,
        };
        return hash is null
            ? null
            : new Digest { HashingAlgorithm = HashingAlgorithm.SHA_256, DigestValue = hash, KeyFormatType = managedObject.FindKeyBlock()?.KeyFormatType };
    }

    // A name is unique among the objects that are not destroyed (KMIP 1.4 section 3.2); only those the client can see count.
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

    // Names with an embedded NUL are cut short by clients written in C: two objects would look alike to them.
    private static void RefuseNul(KmipAttribute attribute)
    {
        string? text = attribute.Value.AsTextString ?? (attribute.Value.AsStructure as Name)?.NameValue;
        if (text?.Contains('\0', StringComparison.Ordinal) is true)
        {
            throw new KmipOperationException(ResultReason.InvalidAttributeValue, $"The attribute {attribute.Id} contains a NUL character.");
        }
    }
}
