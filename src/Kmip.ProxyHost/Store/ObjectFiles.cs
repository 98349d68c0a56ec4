using System.Security.Cryptography;
using Kmip.Protocol;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Snapshot;
using Kmip.Server;
using Kmip.Ttlv;

namespace Kmip.ProxyHost.Store;

/// <summary>A file as a change leaves it, and the wrapped key's own file where it is to go. The content may hold credentials: whoever made it zeroes it.</summary>
internal sealed record FileChange(string Path, byte[] Content, string? ObsoleteKey) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(Content);
}

/// <summary>
/// Makes and writes the one file of an object. The commit point of a change is the rename of <see cref="AtomicFile"/> with the flush of the directory after
/// it: before it the old state holds, after it the new one. Several files go through <see cref="CommitJournal"/>.
/// </summary>
internal sealed class ObjectFiles(IFileSystem files, SnapshotLayout layout)
{
    private readonly FileOwner? _owner = Ownership.ForFilesIn(files, layout.DatabasePath);
    private bool _directoryIsDurable;

    /// <summary>True where a file of any provider has the identifier, also one that was not opened.</summary>
    public bool Exists(string keyId) => CloudProviders.Everyone.Any(provider =>
        files.FileExists(layout.MetadataPath(keyId, provider)) || files.FileExists(layout.WrappedKeyPath(keyId, provider)));

    /// <summary>Where the file of an object lies.</summary>
    public string PathOf(string keyId, CloudProvider provider) => layout.MetadataPath(keyId, provider);

    /// <summary>The file of a new object.</summary>
    public static FileChange Create(StoreEntry entry, NewObject added, IReadOnlyDictionary<MetadataField, string?> wrappingKey, bool erased)
    {
        Dictionary<MetadataField, string?> fields = new(wrappingKey);
        if (!erased)
        {
            fields[MetadataField.EncryptedKey] = Convert.ToBase64String(added.WrappedKey);
        }

        KmipSection section = Describe(new KmipSection { KeyCheck = added.KeyCheck, Sealed = erased ? null : added.Sealed, Sequence = entry.Order }, entry);
        return Compose(entry, [], fields, section, obsoleteKey: null);
    }

    /// <summary>
    /// The file of a changed object; every field that is not ours stays, credentials included. A destroyed one loses its wrapped key in the same step that
    /// makes it destroyed; a file of its own that holds the wrapped key goes after that.
    /// </summary>
    public FileChange Rewrite(StoreEntry entry, bool erase)
    {
        string path = entry.Source.MetadataPath!;
        byte[] existing = MetadataReader.ReadBytes(files, path);
        try
        {
            KeyMetadata metadata = MetadataReader.Parse(path, existing);
            KmipSection current = metadata.KmipSection is byte[] json ? KmipSection.Parse(path, entry.Source.KeyId, json) : new KmipSection();
            KmipSection section = Describe(current with
            {
                KeyCheck = current.KeyCheck ?? entry.Held.ComputeKeyCheck(entry.Source.KeyId),
                Sealed = erase ? null : current.Sealed,
            }, entry);
            Dictionary<MetadataField, string?> fields = [];
            if (erase)
            {
                fields[MetadataField.EncryptedKey] = null;
            }

            string key = layout.WrappedKeyPath(entry.Source.KeyId, entry.Source.Provider);
            return Compose(entry, existing, fields, section, erase && files.FileExists(key) ? key : null);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(existing);
        }
    }

    /// <summary>Makes changes durable: all or, until the next start, none that counts.</summary>
    public void Commit(IReadOnlyList<FileChange> changes)
    {
        EnsureDirectory();
        if (changes is [FileChange only])
        {
            Apply(files, only, _owner);
        }
        else
        {
            CommitJournal.Write(files, layout, changes, _owner);
        }
    }

    /// <summary>Replaces a file and deletes what it makes obsolete.</summary>
    public static void Apply(IFileSystem files, FileChange change, FileOwner? owner)
    {
        AtomicFile.Write(files, change.Path, change.Content, owner);
        if (change.ObsoleteKey is string key && files.FileExists(key))
        {
            AtomicFile.Delete(files, key);
        }
    }

    /// <summary>Deletes the wrapped key's own file of a destroyed object, after a crash between the two steps of its destruction.</summary>
    public void DeleteWrappedKey(SnapshotEntry source)
    {
        string path = layout.WrappedKeyPath(source.KeyId, source.Provider);
        if (files.FileExists(path))
        {
            AtomicFile.Delete(files, path);
        }
    }

    /// <summary>Removes what a killed writer left behind.</summary>
    public void RemoveStale()
    {
        if (files.DirectoryExists(layout.CredentialsDirectory))
        {
            AtomicFile.RemoveStale(files, layout.CredentialsDirectory);
        }
    }

    private static KmipSection Describe(KmipSection section, StoreEntry entry)
    {
        ManagedObjectRecord record = entry.Record!;
        AttributeList shown = entry.HidesDigest ? new AttributeList(record.Attributes.Where(static attribute => attribute.Id != KmipTag.Digest)) : record.Attributes;
        return section with
        {
            State = record.State,
            ObjectType = record.ObjectType,
            Owner = record.Owner,
            Attributes = RecordedAttributes.TryEncode(record.UniqueIdentifier, shown) ?? throw new StoreException(StoreError.UnsupportedObject,
                $"An attribute has a value that cannot be kept, or all of them are longer than {RecordedAttributes.MaximumLength / 1024} KiB."),
        };
    }

    private static FileChange Compose(
        StoreEntry entry, ReadOnlySpan<byte> existing, Dictionary<MetadataField, string?> fields, KmipSection section, string? obsoleteKey)
    {
        FileChange change = new(entry.Source.MetadataPath!, MetadataWriter.Compose(existing, fields, section.ToJson()), obsoleteKey);
        if (change.Content.Length <= SnapshotLayout.MaximumFileLength)
        {
            return change;
        }

        change.Dispose();
        throw new StoreException(StoreError.UnsupportedObject, "The object and its attributes are too long to be kept.");
    }

    private void EnsureDirectory()
    {
        if (_directoryIsDurable)
        {
            return;
        }

        string directory = layout.CredentialsDirectory;
        try
        {
            // The flush also for a directory that exists: a crash may have come before the flush of an earlier start.
            files.CreatePrivateDirectory(directory, _owner);
            files.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(directory))!);
            _directoryIsDurable = true;
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw new ProxyException(ExitCode.File, $"cannot create {directory}: {FileErrors.Describe(e)}", e);
        }
    }
}
