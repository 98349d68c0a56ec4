using Kmip.Protocol;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Snapshot;
using Kmip.Server;

namespace Kmip.ProxyHost.Store;

/// <summary>The changes.</summary>
internal sealed partial class SnapshotStore
{
    /// <summary>Refuses a change that cannot be made.</summary>
    internal void RequireChangeable(StoreEntry? entry)
    {
        if (_wrap is null)
        {
            throw new StoreException(StoreError.ReadOnly, "The store accepts no changes: kmip-proxy runs without --allowNewKeys.");
        }

        if (_failed)
        {
            throw new StoreException(StoreError.ReadOnly, "The store accepts no changes after a failed write: restart kmip-proxy once the disk is in order.");
        }

        if (entry?.Obstacle is string obstacle)
        {
            throw new StoreException(StoreError.ReadOnly, "This key cannot be changed. " + obstacle);
        }
    }

    /// <summary>Wraps a new object; nothing is written yet.</summary>
    internal async ValueTask<(StoreEntry Entry, NewObject Added)> PrepareAsync(
        StorePicture picture, ManagedObjectRecord record, ManagedObject managedObject, CancellationToken cancellationToken)
    {
        string id = record.UniqueIdentifier;
        if (!SnapshotLayout.IsSafeKeyId(id))
        {
            throw new StoreException(StoreError.UnsupportedObject, $"An identifier here has 1 to {SnapshotLayout.MaximumKeyIdLength} letters, digits or - _ . : @ + =.");
        }

        if (picture.ById.ContainsKey(id) || _files.Exists(id))
        {
            throw new StoreException(StoreError.AlreadyExists, "An object with this identifier exists.");
        }

        NewObject added = await NewObject.WrapAsync(_wrap!, record, managedObject, cancellationToken).ConfigureAwait(false);
        SnapshotEntry source = new(id, _wrap!.Provider, _files.PathOf(id, _wrap.Provider));
        return (new StoreEntry(picture.LastOrder + 1, record, added.Held, source) { HidesDigest = added.Sealed is not null }, added);
    }

    /// <summary>Makes changes durable, then visible. Once begun it is not cut short: a client that has gone must not leave their outcome open.</summary>
    internal async ValueTask CommitAsync(StorePicture picture, IReadOnlyCollection<StoreChange> changes)
    {
        RequireChangeable(null);
        try
        {
            await Task.Run(() => Write(changes)).ConfigureAwait(false);
        }
        catch (ProxyException e) when (e.ExitCode is ExitCode.File)
        {
            _failed = true;
            _context.Log.Error($"{e.Message}; the change was refused, and no further one is accepted until kmip-proxy is restarted; keys are still served");
            bool full = e.InnerException is IOException inner && FileErrors.IsOutOfSpace(inner);
            throw new StoreException(full ? StoreError.Full : StoreError.Failed, "The change could not be made durable: do not rely on it.", e);
        }
        catch (ProxyException e)
        {
            _context.Log.Error(e.Message);
            throw new StoreException(StoreError.Failed, "The file of the key cannot be read; nothing was changed.", e);
        }
        catch (Exception e) when (e is not StoreException)
        {
            _failed = true;
            throw;
        }

        Publish(picture);
        foreach (StoreChange change in changes.Where(static change => change.Erase))
        {
            change.Entry.Held.Dispose();
        }
    }

    private void Write(IReadOnlyCollection<StoreChange> changes)
    {
        List<FileChange> written = [];
        try
        {
            foreach (StoreChange change in changes)
            {
                written.Add(change.Added is NewObject added
                    ? ObjectFiles.Create(change.Entry, added, _wrap!.Fields, change.Erase)
                    : _files.Rewrite(change.Entry, change.Erase));
            }

            _files.Commit(written);
        }
        finally
        {
            written.ForEach(static change => change.Dispose());
        }
    }
}

/// <summary>What a unit of work does to one object.</summary>
/// <param name="Entry">The object as it will be.</param>
/// <param name="Added">The wrapped object where it is new.</param>
/// <param name="Erase">True where the material goes.</param>
internal sealed record StoreChange(StoreEntry Entry, NewObject? Added, bool Erase);
