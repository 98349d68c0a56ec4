using Kmip.KeyProviders;

namespace Kmip.Server;

/// <summary>
/// Keeps objects in memory, for tests and for servers whose keys need not outlive them. Transactions are real: readers see one snapshot and
/// never wait, writers run one at a time, and a commit shows all its changes at once or none.
/// </summary>
public sealed class InMemoryStore : ISealedStore, IDisposable
{
    private readonly Lock _publishing = new();
#pragma warning disable CA2213 // Never disposed: that would leave those who wait for it waiting for ever, and it holds no handle.
    private readonly SemaphoreSlim _writer = new(1, 1);
#pragma warning restore CA2213
    private volatile InMemorySnapshot _current = InMemorySnapshot.Empty;
    private volatile bool _disposed;

    /// <summary>A store.</summary>
    /// <param name="keyProvider">
    /// Objects are sealed under it, see <see cref="ObjectSealer"/>: it is asked for each object that is added, while writers wait, and each that is
    /// read. Null: they are kept in the clear.
    /// </param>
    public InMemoryStore(IKeyProvider? keyProvider = null)
    {
        KeyProvider = keyProvider;
        Sealer = keyProvider is null ? null : new ObjectSealer(keyProvider);
    }

    /// <inheritdoc/>
    public IKeyProvider? KeyProvider { get; }

    /// <summary>The number of objects, destroyed ones included.</summary>
    public int Count => _current.Count;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public async ValueTask<IStoreTransaction> BeginAsync(StoreAccess access, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (access is not StoreAccess.Write)
        {
            return new InMemoryTransaction(this, _current, writes: false);
        }

        await _writer.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_disposed)
        {
            EndWrite();
            throw new ObjectDisposedException(nameof(InMemoryStore));
        }

        return new InMemoryTransaction(this, _current, writes: true);
    }

    /// <summary>Zeroes every key. Transactions that are still open find no keys any more and cannot commit.</summary>
    public void Dispose()
    {
        InMemorySnapshot last;
        lock (_publishing)
        {
            _disposed = true;
            last = _current;
            _current = InMemorySnapshot.Empty;
        }

        foreach (Entry entry in last.Entries)
        {
            entry.Object?.Dispose();
        }
    }

    internal ObjectSealer? Sealer { get; }

    internal void Publish(InMemorySnapshot snapshot)
    {
        lock (_publishing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _current = snapshot;
        }
    }

    internal void EndWrite() => _writer.Release();

    /// <summary>An object of the store; its material is gone once it is destroyed.</summary>
    internal sealed record Entry(long Order, ManagedObjectRecord Record, HeldObject? Object);
}
