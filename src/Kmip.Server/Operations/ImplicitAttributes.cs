using System.Security.Cryptography;
using System.Text;
using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>
/// The attributes a new object gets by itself: those the rule tables say every object has, as far as the server keeps what they promise. No
/// Lease Time: there are no leases here, and one would forbid the use of the key when it ends.
/// </summary>
internal static class ImplicitAttributes
{
    private const string DefaultPolicy = "default";

    /// <summary>All attributes of a new object: its identity, what the client gave, what follows from the object and the time.</summary>
    public static AttributeList With(string id, ManagedObject managedObject, AttributeList given, OperationContext context)
    {
        DateTimeOffset now = context.Now;
        var all = new AttributeList { UniqueIdentifier = id, ObjectType = managedObject.ObjectType };
        all.AddRange(given.Where(attribute => attribute.Id != KmipTag.ObjectType));
        bool active = given.ActivationDate is { } activation && activation <= now;
        all.State = active ? given.DeactivationDate is { } end && end <= now ? State.Deactivated : State.Active : State.PreActive;
        all.InitialDate = now;
        all.LastChangeDate = now;
        all.Fresh ??= true;
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

        // KMIP 2.1 section 4.56: the SHA-256 of the Unique Identifier.
        all.ShortUniqueIdentifier = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        all.ProtectionStorageMask = ProtectionStorageMask.Software;
        AddOfObject(all, managedObject);
        return all;
    }

    private static void AddOfObject(AttributeList all, ManagedObject managedObject)
    {
        KeyBlock? block = managedObject.FindKeyBlock();
        all.KeyFormatType = block?.KeyFormatType;
        switch (managedObject)
        {
            case Certificate certificate:
                all.CertificateType = certificate.CertificateType;
                all.CertificateLength = certificate.CertificateValue.Length;
                break;
            case OpaqueObject opaque:
                all.OpaqueDataType = opaque.OpaqueDataType;
                break;
            default:
                break;
        }

        if (DigestOf(managedObject, block) is { } digest)
        {
            all.Add(KmipTag.Digest, AttributeValue.Structure(digest));
        }

        // KMIP 1.4 section 4.3, KMIP 2.1 section 6.1.43: what an object came wrapped with is linked to it.
        if (block?.KeyWrappingData?.EncryptionKeyInformation is { UniqueIdentifier.Text: { } wrapping }
            && !all.Links.Any(link => link.LinkType is LinkType.WrappingKeyLink))
        {
            all.Add(KmipTag.Link, AttributeValue.Structure(new Link { LinkType = LinkType.WrappingKeyLink, LinkedObjectIdentifier = wrapping }));
        }
    }

    /// <summary>SHA-256 over the bytes of the material, or over its encoding where it is a structure (KMIP 1.4 section 3.17); none where it is wrapped.</summary>
    private static Digest? DigestOf(ManagedObject managedObject, KeyBlock? block)
    {
        byte[]? hash = managedObject switch
        {
            Certificate certificate => SHA256.HashData(certificate.CertificateValue),
            OpaqueObject { OpaqueDataValue: { } value } => SHA256.HashData(value.Span),
            _ when block is { KeyWrappingData: null, KeyValue.Material: { } material } =>
                material.Bytes is { } bytes ? SHA256.HashData(bytes.Span) : HashOfStructure(managedObject),
            _ => null,
        };
        return hash is null
            ? null
            : new Digest { HashingAlgorithm = HashingAlgorithm.SHA_256, DigestValue = hash, KeyFormatType = block?.KeyFormatType };
    }

    private static byte[] HashOfStructure(ManagedObject managedObject)
    {
        using StoredObject encoded = StoredObject.From(managedObject);
        var reader = new TtlvReader(encoded.Item);
        TtlvReader inner = reader.ReadStructure(ManagedObject.TagOf(managedObject.ObjectType));
        foreach (KmipTag tag in (ReadOnlySpan<KmipTag>)[KmipTag.KeyBlock, KmipTag.KeyValue])
        {
            while (inner.PeekTag() != tag)
            {
                inner.Skip();
            }

            inner = inner.ReadStructure(tag);
        }

        return SHA256.HashData(inner.ReadEncodedItem());
    }
}
