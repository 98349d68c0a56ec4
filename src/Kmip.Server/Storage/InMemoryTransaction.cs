using System.Runtime.CompilerServices;
using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>A unit of work of the <see cref="InMemoryStore"/>: changes collect in a private snapshot until the commit publishes it.</summary>
internal sealed class InMemoryTransaction(InMemoryStore store, InMemorySnapshot snapshot, bool writes) : IStoreTransaction
{
    private readonly List<HeldObject> _added = [];
    private readonly List<HeldObject> _erased = [];
    private InMemorySnapshot _snapshot = snapshot;
    private bool _ended;

    public ValueTask<ManagedObjectRecord?> FindAsync(string uniqueIdentifier, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_snapshot.Find(uniqueIdentifier)?.Record);

    public ValueTask<ManagedObject?> GetObjectAsync(string uniqueIdentifier, CancellationToken cancellationToken) =>
        _snapshot.Find(uniqueIdentifier)?.Object?.TryOpenAsync(cancellationToken) ?? ValueTask.FromResult<ManagedObject?>(null);

    public async IAsyncEnumerable<ManagedObjectRecord> LocateAsync(
        LocateFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (InMemoryStore.Entry entry in _snapshot.Candidates(filter))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (filter.Matches(entry.Record))
            {
                yield return entry.Record;
            }
        }
    }

    public async ValueTask AddAsync(ManagedObjectRecord record, ManagedObject managedObject, CancellationToken cancellationToken)
    {
        RequireWrites();
        if (_snapshot.Find(record.UniqueIdentifier) is not null)
        {
            throw new StoreException(StoreError.AlreadyExists, "An object with this identifier exists.");
        }

        HeldObject stored = await HeldObject.HoldAsync(record.UniqueIdentifier, managedObject, store.Sealer, cancellationToken).ConfigureAwait(false);
        _added.Add(stored);
        _snapshot = _snapshot.Add(record, stored);
    }

    public ValueTask UpdateAsync(ManagedObjectRecord record, CancellationToken cancellationToken) => Replace(record, erase: false);

    public ValueTask DestroyAsync(ManagedObjectRecord record, CancellationToken cancellationToken) => Replace(record, erase: true);

    public ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        RequireWrites();
        store.Publish(_snapshot);
        _erased.ForEach(stored => stored.Dispose());
        End();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            _added.ForEach(stored => stored.Dispose());
            End();
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask Replace(ManagedObjectRecord record, bool erase)
    {
        RequireWrites();
        InMemoryStore.Entry entry = _snapshot.Find(record.UniqueIdentifier)
            ?? throw new InvalidOperationException("Only an object of the store can be changed.");
        if (erase && entry.Object is not null)
        {
            _erased.Add(entry.Object);
        }

        _snapshot = _snapshot.Replace(entry with { Record = record, Object = erase ? null : entry.Object });
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
