using System.Collections.Immutable;

namespace Kmip.Server;

/// <summary>
/// Keeps objects in memory, for tests and for servers whose keys need not outlive them. Transactions are real: readers see one snapshot and
/// never wait, writers run one at a time, and a commit shows all its changes at once or none.
/// </summary>
public sealed class InMemoryStore : IManagedObjectStore, IDisposable
{
    private readonly SemaphoreSlim _writer = new(1, 1);
    private volatile Snapshot _current = Snapshot.Empty;

    /// <summary>The number of objects, destroyed ones included.</summary>
    public int Count => _current.ById.Count;

    /// <inheritdoc/>
    public async ValueTask<IStoreTransaction> BeginAsync(StoreAccess access, CancellationToken cancellationToken)
    {
        if (access is StoreAccess.Write)
        {
            await _writer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return new InMemoryTransaction(this, _current, access is StoreAccess.Write);
    }

    /// <summary>Zeroes every key.</summary>
    public void Dispose()
    {
        foreach (Entry entry in Interlocked.Exchange(ref _current, Snapshot.Empty).ById.Values)
        {
            entry.Object?.Dispose();
        }

        _writer.Dispose();
    }

    internal void Publish(Snapshot snapshot) => _current = snapshot;

    internal void EndWrite() => _writer.Release();

    /// <summary>An object of the store; its material is gone once it is destroyed.</summary>
    internal sealed record Entry(long Order, ManagedObjectRecord Record, StoredObject? Object);

    /// <summary>The store at one moment. The order's keys are negative, so that the newest object comes first.</summary>
    internal sealed record Snapshot(ImmutableDictionary<string, Entry> ById, ImmutableSortedDictionary<long, string> Newest, long Next)
    {
        public static Snapshot Empty { get; } =
            new(ImmutableDictionary.Create<string, Entry>(StringComparer.Ordinal), ImmutableSortedDictionary<long, string>.Empty, 0);
    }
}
