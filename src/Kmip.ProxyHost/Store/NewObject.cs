using System.Security.Cryptography;
using Kmip.Protocol;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;
using Kmip.Server;
using Kmip.Ttlv;

namespace Kmip.ProxyHost.Store;

/// <summary>A new object, wrapped and ready to be written: what the file says of it, and what memory holds.</summary>
internal sealed record NewObject(byte[] WrappedKey, byte[] KeyCheck, byte[]? Sealed, HeldKey Held) : IDisposable
{
    /// <summary>
    /// Wraps an object. An AES-256 key is wrapped as its 32 bytes, as a snapshot's key is; any other object is sealed under a data key of its own, which
    /// is wrapped: so every size fits every provider, and <see cref="KmipSection.KeyCheck"/> is never made with a guessable secret.
    /// </summary>
    public static async Task<NewObject> WrapAsync(
        NewKeyWrapper wrapper, ManagedObjectRecord record, ManagedObject managedObject, CancellationToken cancellationToken)
    {
        string id = record.UniqueIdentifier;
        using SecretBuffer? key = MasterKeyObject.FindKey(managedObject);
        using SecretBuffer used = key ?? new SecretBuffer(Snapshot.WrappedKey.MasterKeyLength);
        byte[]? content = null;
        if (key is null)
        {
            RandomNumberGenerator.Fill(used.Span);
            content = Seal(used, record, managedObject);
        }

        byte[] wrapped = await wrapper.WrapAsync(used.Memory, cancellationToken).ConfigureAwait(false);
        SealedContent? opened = content is null ? null : SealedContent.TryOpen(used.Span, "(new object)", id, content);
        return new NewObject(wrapped, KmipSection.ComputeKeyCheck(used.Span, id), content, new HeldKey(new MasterKey(used.Span), opened));
    }

    /// <summary>Zeroes the material.</summary>
    public void Dispose() => Held.Dispose();

    private static byte[] Seal(SecretBuffer dataKey, ManagedObjectRecord record, ManagedObject managedObject)
    {
        AttributeList hidden = new(record.Attributes.Where(static attribute => attribute.Id == KmipTag.Digest));
        RecordedAttributes recorded = RecordedAttributes.TryEncode(record.UniqueIdentifier, hidden)
            ?? throw new StoreException(StoreError.UnsupportedObject, "The attribute Digest has a value that cannot be kept.");
        using StoredObject stored = StoredObject.From(managedObject);
        return SealedContent.TrySeal(dataKey.Span, record.UniqueIdentifier, stored, recorded)
            ?? throw new StoreException(StoreError.UnsupportedObject, $"The object is too long to be kept: at most {SealedContent.MaximumLength / 1024} KiB.");
    }
}
