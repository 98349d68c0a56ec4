using Kmip.Protocol;
using Kmip.ProxyHost.Snapshot;
using Kmip.Server;

namespace Kmip.ProxyHost.Store;

/// <summary>The KMIP form of a snapshot's key: 32 raw bytes as an AES-256 symmetric key, as mongod registers and asks for it.</summary>
internal static class MasterKeyObject
{
    private const int Bits = 256;

    /// <summary>A new object, to be disposed by the caller.</summary>
    public static SymmetricKey From(ReadOnlySpan<byte> key) => new()
    {
        KeyBlock = new KeyBlock
        {
            KeyFormatType = KeyFormatType.Raw,
            KeyValue = KeyValue.FromBytes(key),
            CryptographicAlgorithm = CryptographicAlgorithm.AES,
            CryptographicLength = Bits,
        },
    };

    /// <summary>
    /// The 32 bytes of an object that <see cref="From"/> gives back exactly; null for every other object, whatever it adds (attributes in the key
    /// value, wrapping data) or leaves out.
    /// </summary>
    public static SecretBuffer? FindKey(ManagedObject managedObject)
    {
        if (managedObject is not SymmetricKey || managedObject.FindKeyBlock()?.KeyValue?.Material?.Bytes is not { Length: WrappedKey.MasterKeyLength } bytes)
        {
            return null;
        }

        using SymmetricKey plain = From(bytes.Span);
        using StoredObject expected = StoredObject.From(plain);
        using StoredObject actual = StoredObject.From(managedObject);
        return expected.Version == actual.Version && expected.Item.SequenceEqual(actual.Item) ? bytes.Copy() : null;
    }

    /// <summary>The record of a key of which nothing but its identifier is known: a snapshot's key is in use, so it is Active.</summary>
    public static AttributeList AttributesOf(string keyId, State state) => new()
    {
        UniqueIdentifier = keyId,
        ObjectType = ObjectType.SymmetricKey,
        CryptographicAlgorithm = CryptographicAlgorithm.AES,
        CryptographicLength = Bits,
        CryptographicUsageMask = CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt,
        State = state,
        KeyFormatType = KeyFormatType.Raw,
    };
}
