namespace Kmip.Server;

/// <summary>
/// Keeps managed objects. It speaks of objects, attributes and a unit of work, not of files: an in-memory store, a directory and a database
/// all fit behind it. Implementations are used by many requests at once.
/// </summary>
public interface IManagedObjectStore
{
    /// <summary>Opens a unit of work. Disposing it without <see cref="IStoreTransaction.CommitAsync"/> leaves the store as it was.</summary>
    /// <param name="access">What it is for.</param>
    /// <param name="cancellationToken">Ends the wait for another writer.</param>
    /// <exception cref="StoreException">The store cannot be used; the message is ours and names no path.</exception>
    ValueTask<IStoreTransaction> BeginAsync(StoreAccess access, CancellationToken cancellationToken);
}

/// <summary>
/// One unit of work on a store, used by one request. What is read in it is one consistent picture, its own changes included.
/// Nothing is visible to others, and nothing is durable, before <see cref="CommitAsync"/> has returned.
/// </summary>
public interface IStoreTransaction : IAsyncDisposable
{
    /// <summary>The record of an object, also of a destroyed one; null where the identifier was never given out.</summary>
    /// <returns>A snapshot: read it freely, take a <see cref="ManagedObjectRecord.Copy"/> to change it.</returns>
    ValueTask<ManagedObjectRecord?> FindAsync(string uniqueIdentifier, CancellationToken cancellationToken);

    /// <summary>The object itself with its key material. May ask a key provider to unwrap it.</summary>
    /// <returns>
    /// The caller's own copy, to be disposed by it; null where the object was never stored or has been destroyed, also by a commit after this
    /// transaction began: a destroyed key is never handed out again.
    /// </returns>
    /// <exception cref="KeyProviders.KeyProviderException">The key provider refused or failed.</exception>
    ValueTask<Protocol.ManagedObject?> GetObjectAsync(string uniqueIdentifier, CancellationToken cancellationToken);

    /// <summary>
    /// The records that may match, most recently created first (KMIP 2.1 section 6.1.28). A store may return more than match, the filter is
    /// applied again to each; it may not leave one out.
    /// </summary>
    IAsyncEnumerable<ManagedObjectRecord> LocateAsync(LocateFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Adds an object. The store keeps a copy of the key: the caller still disposes <paramref name="managedObject"/>. The record is the store's
    /// from now on and does not change any more; so it is with the other methods that take one.
    /// </summary>
    /// <exception cref="StoreException">
    /// The identifier is or was given to another object (<see cref="StoreError.AlreadyExists"/>), or the store is read-only or full.
    /// </exception>
    /// <exception cref="InvalidOperationException">The transaction was not opened for writing, or has ended; so it is with every change.</exception>
    ValueTask AddAsync(ManagedObjectRecord record, Protocol.ManagedObject managedObject, CancellationToken cancellationToken);

    /// <summary>Replaces the record of an object, also of a destroyed one; its key material stays as it is.</summary>
    /// <exception cref="InvalidOperationException">The store has no such object.</exception>
    ValueTask UpdateAsync(ManagedObjectRecord record, CancellationToken cancellationToken);

    /// <summary>Replaces the record and erases the key material (KMIP 1.4 section 4.21: the metadata may be kept).</summary>
    /// <exception cref="InvalidOperationException">The store has no such object.</exception>
    ValueTask DestroyAsync(ManagedObjectRecord record, CancellationToken cancellationToken);

    /// <summary>Makes the changes visible and durable, all of them or none. When it returns they survive a crash, where the store is one that lasts.</summary>
    /// <exception cref="StoreException">The changes could not be made durable; none of them counts.</exception>
    ValueTask CommitAsync(CancellationToken cancellationToken);
}
