using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;
using Kmip.Server;

namespace Kmip.ProxyHost.Store;

/// <summary>
/// The keys of a snapshot as managed objects, on the layout of docs/reference/snapshot-layout.md: one file for each object. Readers see one picture of the
/// store and never wait; writers run one at a time. A failed write makes the store read-only until the next start. The caller holds the dbpath's lock and has
/// called <see cref="CommitJournal.Finish"/> before it looked at the keys.
/// </summary>
internal sealed partial class SnapshotStore : IManagedObjectStore, IDisposable
{
    private readonly Lock _publishing = new();
#pragma warning disable CA2213 // Never disposed: that would leave those who wait for it waiting for ever, and it holds no handle.
    private readonly SemaphoreSlim _writer = new(1, 1);
#pragma warning restore CA2213
    private readonly ProxyContext _context;
    private readonly ObjectFiles _files;
    private readonly NewKeyWrapper? _wrap;
    private readonly KeyRetry _retry;
    private readonly IdMismatch _mismatch;
    private volatile StorePicture _current;
    private volatile bool _failed;
    private volatile bool _disposed;

    private SnapshotStore(ProxyContext context, SnapshotLayout layout, NewKeyWrapper? wrap, bool allowUidMismatch, StorePicture picture)
    {
        _context = context;
        _files = new ObjectFiles(context.Files, layout);
        _wrap = wrap;
        _current = picture;
        _retry = new KeyRetry(context, layout);
        _mismatch = new IdMismatch(context.Log, allowUidMismatch);
    }

    /// <summary>Opens the store over the keys that were tried at start.</summary>
    /// <param name="context">The surroundings.</param>
    /// <param name="layout">The dbpath.</param>
    /// <param name="opened">Every key of the dbpath with what came of it; the store takes their material and disposes it.</param>
    /// <param name="wrap">Wraps new keys, disposed by the store; null: the store accepts no changes.</param>
    /// <param name="allowUidMismatch">Whether a single key is served under any identifier.</param>
    /// <param name="owner">The fingerprint of the client that keys without a recorded owner belong to.</param>
    public static SnapshotStore Open(
        ProxyContext context, SnapshotLayout layout, IReadOnlyList<OpenedKey> opened, NewKeyWrapper? wrap, bool allowUidMismatch, string owner)
    {
        SnapshotStore store = new(context, layout, wrap, allowUidMismatch, OpenedPicture.Of(context.Log, opened, owner));
        if (wrap is not null)
        {
            store._files.RemoveStale();
            foreach (OpenedKey key in opened.Where(static key => key.IsDestroyed))
            {
                store._files.DeleteWrappedKey(key.Entry);
            }
        }

        return store;
    }

    /// <summary>The identifiers of all objects, newest first, destroyed ones included.</summary>
    public IReadOnlyCollection<string> Identifiers => [.. _current.Newest.Values];

    /// <inheritdoc/>
    public async ValueTask<IStoreTransaction> BeginAsync(StoreAccess access, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (access is not StoreAccess.Write)
        {
            return new SnapshotTransaction(this, _current, writes: false);
        }

        await _writer.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_disposed)
        {
            EndWrite();
            throw new ObjectDisposedException(nameof(SnapshotStore));
        }

        return new SnapshotTransaction(this, _current, writes: true);
    }

    /// <summary>Zeroes every key. Transactions that are still open find no keys any more and cannot commit.</summary>
    public void Dispose()
    {
        StorePicture last;
        lock (_publishing)
        {
            _disposed = true;
            last = _current;
            _current = StorePicture.Empty;
        }

        _retry.Dispose();
        foreach (StoreEntry entry in last.ById.Values)
        {
            entry.Held.Dispose();
        }

        _wrap?.Dispose();
    }

    internal void EndWrite() => _writer.Release();

    /// <summary>The entry an identifier means, and the record as it is to be answered under that identifier.</summary>
    internal (StoreEntry? Entry, ManagedObjectRecord? Record) Find(StorePicture picture, string keyId)
    {
        StoreEntry? entry = picture.ById.GetValueOrDefault(keyId) ?? _mismatch.Resolve(picture, keyId);
        if (entry is null)
        {
            return default;
        }

        ManagedObjectRecord record = entry.Record
            ?? throw new StoreException(StoreError.Failed, "The file of this key cannot be used; kmip-proxy said why when it started.");
        return (entry, record.UniqueIdentifier == keyId ? record : IdMismatch.Rename(record, keyId));
    }

    /// <summary>A copy of an object's material. A key that did not open at start is tried once more, since a cloud may be back.</summary>
    internal async ValueTask<ManagedObject?> GetObjectAsync(StoreEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Held.Copy() is ManagedObject copy)
        {
            return copy;
        }

        if (entry.MayRetry && entry.Held.Failure is not null)
        {
            await _retry.TryAsync(entry, cancellationToken).ConfigureAwait(false);
        }

        return entry.Held.Copy() ?? (entry.Held.Failure is ProxyException failure ? throw Refusal(failure) : null);
    }

    private void Publish(StorePicture picture)
    {
        lock (_publishing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _current = picture;
        }
    }

    private static Exception Refusal(ProxyException failure) => failure.InnerException is KeyProviderException provider
        ? new KeyProviderException(provider.Error, "The key cannot be unwrapped.")
        : new StoreException(StoreError.Failed, "The key cannot be unwrapped; kmip-proxy said why when it started.");
}
