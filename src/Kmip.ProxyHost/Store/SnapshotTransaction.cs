using System.Runtime.CompilerServices;
using Kmip.Protocol;
using Kmip.Server;
using Kmip.Ttlv;

namespace Kmip.ProxyHost.Store;

/// <summary>
/// A unit of work of the <see cref="SnapshotStore"/>: changes collect in a private picture. New objects are wrapped when they are added, since that may fail
/// and take its time; files are written at the commit.
/// </summary>
internal sealed class SnapshotTransaction(SnapshotStore store, StorePicture picture, bool writes) : IStoreTransaction
{
    private StorePicture _picture = picture;
    private readonly Dictionary<string, StoreChange> _changes = new(StringComparer.Ordinal);
    private bool _committed;
    private bool _ended;

    public ValueTask<ManagedObjectRecord?> FindAsync(string uniqueIdentifier, CancellationToken cancellationToken) =>
        ValueTask.FromResult(store.Find(_picture, uniqueIdentifier).Record);

    public async ValueTask<ManagedObject?> GetObjectAsync(string uniqueIdentifier, CancellationToken cancellationToken)
    {
        StoreEntry? entry = store.Find(_picture, uniqueIdentifier).Entry;
        bool erased = entry is null || _changes.GetValueOrDefault(entry.Source.KeyId)?.Erase is true;
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
        RequireWrites();
        store.RequireChangeable(null);
        (StoreEntry entry, NewObject added) = await store.PrepareAsync(_picture, record, managedObject, cancellationToken).ConfigureAwait(false);
        _changes[record.UniqueIdentifier] = new StoreChange(entry, added, Erase: false);
        _picture = _picture.Add(record.UniqueIdentifier, entry);
    }

    public ValueTask UpdateAsync(ManagedObjectRecord record, CancellationToken cancellationToken) => Replace(record, erase: false);

    public ValueTask DestroyAsync(ManagedObjectRecord record, CancellationToken cancellationToken) => Replace(record, erase: true);

    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        RequireWrites();
        cancellationToken.ThrowIfCancellationRequested();
        if (_changes.Count > 0)
        {
            await store.CommitAsync(_picture, _changes.Values).ConfigureAwait(false);
        }

        _committed = true;
        End();
    }

    public ValueTask DisposeAsync()
    {
        if (!_committed)
        {
            foreach (StoreChange change in _changes.Values)
            {
                change.Added?.Dispose();
            }
        }

        End();
        return ValueTask.CompletedTask;
    }

    private ValueTask Replace(ManagedObjectRecord record, bool erase)
    {
        RequireWrites();
        StoreEntry entry = store.Find(_picture, record.UniqueIdentifier).Entry
            ?? throw new InvalidOperationException("Only an object of the store can be changed.");
        string id = entry.Source.KeyId;
        store.RequireChangeable(entry);
        ManagedObjectRecord changed = IdMismatch.Rename(record, id);
        StoreChange? before = _changes.GetValueOrDefault(id);
        erase |= before?.Erase is true;
        if (erase && entry.HidesDigest)
        {
            // The sealed object goes, and its digest with it: in the clear it would let a guessed secret be confirmed.
            changed.Attributes.Remove(KmipTag.Digest);
        }

        StoreEntry replaced = entry with { Record = changed };
        _changes[id] = new StoreChange(replaced, before?.Added, erase);
        _picture = _picture.Replace(id, replaced);
        return ValueTask.CompletedTask;
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
