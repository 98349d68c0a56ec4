using System.Runtime.CompilerServices;
using Kmip.Protocol;
using Kmip.Server;
using Kmip.Ttlv;

namespace Kmip.ProxyHost.Store;

/// <summary>
/// A unit of work of the <see cref="SnapshotStore"/>. It changes one object at most, in as many steps as it likes: one file can be replaced atomically, two
/// cannot (docs/decisions/0019).
/// </summary>
internal sealed class SnapshotTransaction(SnapshotStore store, StorePicture picture, bool writes) : IStoreTransaction
{
    private StorePicture _picture = picture;
    private StoreChange? _change;
    private bool _committed;
    private bool _ended;

    public ValueTask<ManagedObjectRecord?> FindAsync(string uniqueIdentifier, CancellationToken cancellationToken) =>
        ValueTask.FromResult(store.Find(_picture, uniqueIdentifier).Record);

    public async ValueTask<ManagedObject?> GetObjectAsync(string uniqueIdentifier, CancellationToken cancellationToken)
    {
        StoreEntry? entry = store.Find(_picture, uniqueIdentifier).Entry;
        bool erased = entry is null || (_change is { Erase: true } change && change.Entry.Source.KeyId == entry.Source.KeyId);
        return erased ? null : await store.GetObjectAsync(entry!, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<ManagedObjectRecord> LocateAsync(
        LocateFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (string id in _picture.Newest.Values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_picture.ById[id].Record is ManagedObjectRecord record && filter.Matches(record))
            {
                yield return record;
            }
        }
    }

    public async ValueTask AddAsync(ManagedObjectRecord record, ManagedObject managedObject, CancellationToken cancellationToken)
    {
        RequireOne(record.UniqueIdentifier);
        store.RequireChangeable(null);
        (StoreEntry entry, NewObject added) = await store.PrepareAsync(_picture, record, managedObject, cancellationToken).ConfigureAwait(false);
        _change = new StoreChange(entry, added, Erase: false);
        _picture = _picture.Add(record.UniqueIdentifier, entry);
    }

    public ValueTask UpdateAsync(ManagedObjectRecord record, CancellationToken cancellationToken) => Replace(record, erase: false);

    public ValueTask DestroyAsync(ManagedObjectRecord record, CancellationToken cancellationToken) => Replace(record, erase: true);

    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        RequireWrites();
        cancellationToken.ThrowIfCancellationRequested();
        if (_change is not null)
        {
            await store.CommitAsync(_picture, _change).ConfigureAwait(false);
        }

        _committed = true;
        End();
    }

    public ValueTask DisposeAsync()
    {
        if (!_committed)
        {
            _change?.Added?.Dispose();
        }

        End();
        return ValueTask.CompletedTask;
    }

    private ValueTask Replace(ManagedObjectRecord record, bool erase)
    {
        StoreEntry entry = store.Find(_picture, record.UniqueIdentifier).Entry
            ?? throw new InvalidOperationException("Only an object of the store can be changed.");
        string id = entry.Source.KeyId;
        RequireOne(id);
        store.RequireChangeable(entry);
        ManagedObjectRecord changed = IdMismatch.Rename(record, id);
        erase |= _change?.Erase is true;
        if (erase && entry.HidesDigest)
        {
            // The sealed object goes, and its digest with it: in the clear it would let a guessed secret be confirmed.
            changed.Attributes.Remove(KmipTag.Digest);
        }

        StoreEntry replaced = entry with { Record = changed };
        _change = new StoreChange(replaced, _change?.Added, erase);
        _picture = _picture.Replace(id, replaced);
        return ValueTask.CompletedTask;
    }

    private void RequireOne(string keyId)
    {
        RequireWrites();
        if (_change is not null && _change.Entry.Source.KeyId != keyId)
        {
            throw new StoreException(StoreError.UnsupportedObject, "This store changes one object in one operation.");
        }
    }

    private void RequireWrites()
    {
        if (!writes || _ended)
        {
            throw new InvalidOperationException("The transaction was not opened for writing, or has ended.");
        }
    }

    private void End()
    {
        if (!_ended)
        {
            _ended = true;
            if (writes)
            {
                store.EndWrite();
            }
        }
    }
}
