using Kmip.ProxyHost.Keys;
using Kmip.Protocol;
using Kmip.Server;

namespace Kmip.ProxyHost.Serving;

/// <summary>Puts the opened keys into a store in memory, each as an active AES-256 key under its identifier.</summary>
internal static class MemoryKeys
{
    /// <summary>Fills the store, which keeps its own copy of the keys.</summary>
    public static async Task FillAsync(InMemoryStore store, IReadOnlyList<OpenedKey> keys)
    {
        await using IStoreTransaction transaction = await store.BeginAsync(StoreAccess.Write, default).ConfigureAwait(false);
        foreach (OpenedKey key in keys)
        {
            using SymmetricKey managed = new()
            {
                KeyBlock = new KeyBlock
                {
                    KeyFormatType = KeyFormatType.Raw,
                    KeyValue = new KeyValue(KeyMaterial.FromBytes(key.Key!.Span)),
                    CryptographicAlgorithm = CryptographicAlgorithm.AES,
                    CryptographicLength = 256,
                },
            };
            AttributeList attributes = new() { UniqueIdentifier = key.Entry.KeyId, ObjectType = ObjectType.SymmetricKey };
            attributes.CryptographicAlgorithm = CryptographicAlgorithm.AES;
            attributes.CryptographicLength = 256;
            attributes.CryptographicUsageMask = CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt;
            attributes.State = State.Active;
            ManagedObjectRecord record = new()
            {
                UniqueIdentifier = key.Entry.KeyId,
                ObjectType = ObjectType.SymmetricKey,
                Owner = "proxy",
                Attributes = attributes,
            };
            await transaction.AddAsync(record, managed, default).ConfigureAwait(false);
        }

        await transaction.CommitAsync(default).ConfigureAwait(false);
    }
}
