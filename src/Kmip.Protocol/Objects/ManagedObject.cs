using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>
/// An object that a server manages: a key, a certificate, secret data (clause 2.2 of 1.x, clause 2 of 2.x). The closed set of types is
/// generated; each knows its <see cref="ObjectType"/>. Secrets inside are zeroed when disposed.
/// </summary>
public abstract class ManagedObject : IKmipStructure, IDisposable
{
    private protected ManagedObject()
    {
    }

    /// <summary>The type, which also decides the tag of the item.</summary>
    public abstract ObjectType ObjectType { get; }

    /// <summary>The key block of the types that have one, else null.</summary>
    public KeyBlock? FindKeyBlock() => this switch
    {
        SymmetricKey key => key.KeyBlock,
        PublicKey key => key.KeyBlock,
        PrivateKey key => key.KeyBlock,
        SecretData data => data.KeyBlock,
        SplitKey key => key.KeyBlock,
        PGPKey key => key.KeyBlock,
        _ => null,
    };

    /// <inheritdoc/>
    public abstract void Encode(TtlvWriter writer, KmipVersion version);

    /// <summary>Zeroes the secrets.</summary>
    public void Dispose()
    {
        DisposeSecrets();
        GC.SuppressFinalize(this);
    }

    /// <summary>The tag of the item of a type of object.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type has no structure in KMIP 1.0 - 2.1.</exception>
    public static KmipTag TagOf(ObjectType type) => type switch
    {
        ObjectType.Certificate => KmipTag.Certificate,
        ObjectType.SymmetricKey => KmipTag.SymmetricKey,
        ObjectType.PublicKey => KmipTag.PublicKey,
        ObjectType.PrivateKey => KmipTag.PrivateKey,
        ObjectType.SplitKey => KmipTag.SplitKey,
        ObjectType.Template => KmipTag.Template,
        ObjectType.SecretData => KmipTag.SecretData,
        ObjectType.OpaqueObject => KmipTag.OpaqueObject,
        ObjectType.PGPKey => KmipTag.PGPKey,
        ObjectType.CertificateRequest => KmipTag.CertificateRequest,
        _ => throw new ArgumentOutOfRangeException(nameof(type), "This type of object has no structure in KMIP 1.0 - 2.1."),
    };

    /// <summary>Reads one object from the encoded item, header included, such as a store keeps it.</summary>
    /// <exception cref="TtlvException">The bytes are not one managed object of the version.</exception>
    public static ManagedObject Decode(ReadOnlySpan<byte> item, KmipVersion version)
    {
        TtlvReader reader = new(item);
        ManagedObject value = reader.ReadManagedObject(version);
        if (!reader.IsAtEnd)
        {
            value.Dispose();
            reader.ThrowIfNotEmpty();
        }

        return value;
    }

    /// <summary>Writes the object as one item, under the tag of its type.</summary>
    /// <exception cref="TtlvException">The version does not define the type.</exception>
    public void WriteItem(TtlvWriter writer, KmipVersion version)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteManagedObject(this, version);
    }

    /// <summary>True when the next item is a managed object.</summary>
    internal static bool IsNext(scoped in TtlvReader reader) => !reader.IsAtEnd && IsTag(reader.PeekTag());

    /// <summary>Zeroes the secrets of the type.</summary>
    protected virtual void DisposeSecrets()
    {
    }

    private static bool IsTag(KmipTag tag) => tag is KmipTag.Certificate or KmipTag.SymmetricKey or KmipTag.PublicKey or KmipTag.PrivateKey
        or KmipTag.SplitKey or KmipTag.Template or KmipTag.SecretData or KmipTag.OpaqueObject or KmipTag.PGPKey or KmipTag.CertificateRequest;
}
