using System.Security.Cryptography;
using Kmip.Protocol;
using Kmip.Server;
using Kmip.Ttlv;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>Objects and records as Create and Register make them.</summary>
internal static class TestObjects
{
    private static readonly DateTimeOffset Then = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An AES-256 key as mongod registers it.</summary>
    public static SymmetricKey Aes(byte[] key) => new()
    {
        KeyBlock = new KeyBlock
        {
            KeyFormatType = KeyFormatType.Raw,
            KeyValue = KeyValue.FromBytes(key),
            CryptographicAlgorithm = CryptographicAlgorithm.AES,
            CryptographicLength = key.Length * 8,
        },
    };

    /// <summary>Secret data, as libmongocrypt registers its 96 bytes.</summary>
    public static SecretData Secret(byte[] data) => new()
    {
        SecretDataType = SecretDataType.Seed,
        KeyBlock = new KeyBlock { KeyFormatType = KeyFormatType.Opaque, KeyValue = KeyValue.FromBytes(data) },
    };

    public static OpaqueObject Opaque(byte[] data) => new() { OpaqueDataType = (OpaqueDataType)0x80000001, OpaqueDataValue = SecretBuffer.CopyOf(data) };

    public static Certificate Certificate(byte[] data) => new() { CertificateType = CertificateType.X_509, CertificateValue = data };

    /// <summary>A record with the attributes that a new object has, a name and a vendor's attribute among them.</summary>
    public static ManagedObjectRecord Record(string id, ManagedObject managedObject, State state = State.PreActive)
    {
        byte[] digest = SHA256.HashData(Encode(managedObject));
        AttributeList attributes = new()
        {
            UniqueIdentifier = id,
            ObjectType = managedObject.ObjectType,
            State = state,
            InitialDate = Then,
            CryptographicUsageMask = CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt,
        };
        attributes.Add(KmipTag.Name, AttributeValue.Structure(new Name { NameValue = "name of " + id, NameType = NameType.UninterpretedTextString }));
        attributes.Add(new KmipAttributeId("x", "purpose"), AttributeValue.TextString("tests"));
        attributes.Add(KmipTag.Digest, AttributeValue.Structure(new Digest { HashingAlgorithm = HashingAlgorithm.SHA_256, DigestValue = digest }));
        return new ManagedObjectRecord { UniqueIdentifier = id, ObjectType = managedObject.ObjectType, Owner = StoreHarness.Owner, Attributes = attributes };
    }

    /// <summary>A copy of a record in another state.</summary>
    public static ManagedObjectRecord In(this ManagedObjectRecord record, State state)
    {
        ManagedObjectRecord copy = record.Copy();
        copy.Attributes.State = state;
        return copy;
    }

    public static byte[] Encode(ManagedObject managedObject)
    {
        using StoredObject stored = StoredObject.From(managedObject);
        return stored.Item.ToArray();
    }

    /// <summary>The attributes as sorted text, to compare records with.</summary>
    public static string Describe(AttributeList attributes)
    {
        List<string> lines = [];
        foreach (KmipAttribute attribute in attributes)
        {
            using TtlvWriter writer = new();
            new GetAttributesResponse { UniqueIdentifier = new UniqueIdentifier(""), Attributes = new AttributeList([attribute]) }.Encode(writer, KmipVersion.V2_1);
            lines.Add(Convert.ToHexString(writer.WrittenSpan));
        }

        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }
}
