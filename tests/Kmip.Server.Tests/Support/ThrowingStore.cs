using Kmip.Protocol;

namespace Kmip.Server.Tests.Support;

/// <summary>An in-memory store of which one step throws.</summary>
public sealed class ThrowingStore(InMemoryStore inner, ThrowingStore.Step step, Func<Exception> failure) : IManagedObjectStore
{
    public enum Step
    {
        Begin,
        Find,
        Add,
        Commit,
        Dispose,
    }

    public async ValueTask<IStoreTransaction> BeginAsync(StoreAccess access, CancellationToken cancellationToken)
    {
        ThrowAt(Step.Begin);
        return new Transaction(this, await inner.BeginAsync(access, cancellationToken));
    }

    private void ThrowAt(Step now)
    {
        if (now == step)
        {
            throw failure();
        }
    }

    private sealed class Transaction(ThrowingStore store, IStoreTransaction inner) : IStoreTransaction
    {
        public ValueTask<ManagedObjectRecord?> FindAsync(string uniqueIdentifier, CancellationToken cancellationToken)
        {
            store.ThrowAt(Step.Find);
            return inner.FindAsync(uniqueIdentifier, cancellationToken);
        }

        public ValueTask<ManagedObject?> GetObjectAsync(string uniqueIdentifier, CancellationToken cancellationToken) =>
            inner.GetObjectAsync(uniqueIdentifier, cancellationToken);

        public IAsyncEnumerable<ManagedObjectRecord> LocateAsync(LocateFilter filter, CancellationToken cancellationToken) =>
            inner.LocateAsync(filter, cancellationToken);

        public ValueTask AddAsync(ManagedObjectRecord record, ManagedObject managedObject, CancellationToken cancellationToken)
        {
            store.ThrowAt(Step.Add);
            return inner.AddAsync(record, managedObject, cancellationToken);
        }

        public ValueTask UpdateAsync(ManagedObjectRecord record, CancellationToken cancellationToken) => inner.UpdateAsync(record, cancellationToken);

        public ValueTask DestroyAsync(ManagedObjectRecord record, CancellationToken cancellationToken) => inner.DestroyAsync(record, cancellationToken);

        public ValueTask CommitAsync(CancellationToken cancellationToken)
        {
            store.ThrowAt(Step.Commit);
            return inner.CommitAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            store.ThrowAt(Step.Dispose);
        }
    }
}
