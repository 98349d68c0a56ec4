using System.Security.Cryptography;
using Kmip.Protocol;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Snapshot;
using Kmip.Server;
using Kmip.Ttlv;

namespace Kmip.ProxyHost.Store;

/// <summary>
/// Writes the one file of an object. The commit point of every change is the rename of <see cref="AtomicFile"/> with the flush of the directory after it:
/// before it the old state holds, after it the new one.
/// </summary>
internal sealed class ObjectFiles(IFileSystem files, SnapshotLayout layout)
{
    private readonly FileOwner? _owner = Ownership.ForFilesIn(files, layout.DatabasePath);

    /// <summary>True where a file of any provider has the identifier, also one that was not opened.</summary>
    public bool Exists(string keyId) => CloudProviders.Everyone.Any(provider =>
        files.FileExists(layout.MetadataPath(keyId, provider)) || files.FileExists(layout.WrappedKeyPath(keyId, provider)));

    /// <summary>Where the file of an object lies.</summary>
    public string PathOf(string keyId, CloudProvider provider) => layout.MetadataPath(keyId, provider);

    /// <summary>Writes the file of a new object.</summary>
    public void Create(StoreEntry entry, NewObject added, IReadOnlyDictionary<MetadataField, string?> wrappingKey, bool erased)
    {
        Dictionary<MetadataField, string?> fields = new(wrappingKey);
        if (!erased)
        {
            fields[MetadataField.EncryptedKey] = Convert.ToBase64String(added.WrappedKey);
        }

        KmipSection section = Describe(new KmipSection { KeyCheck = added.KeyCheck, Sealed = erased ? null : added.Sealed, Sequence = entry.Order }, entry);
        EnsureDirectory();
        Write(entry.Source.MetadataPath!, [], fields, section);
    }

    /// <summary>Writes a changed record; every field that is not ours stays, credentials included.</summary>
    public void Update(StoreEntry entry) => Rewrite(entry, erase: false);

    /// <summary>Takes the wrapped key out of the metadata in the step that makes the object destroyed, then deletes the key's own file.</summary>
    public void Destroy(StoreEntry entry)
    {
        Rewrite(entry, erase: true);
        DeleteWrappedKey(entry.Source);
    }

    /// <summary>Deletes the wrapped key's own file where there is one: at Destroy, and at the start after a crash between its two steps.</summary>
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

    private void Rewrite(StoreEntry entry, bool erase)
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

            Write(path, existing, fields, section);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(existing);
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

    private void Write(string path, ReadOnlySpan<byte> existing, Dictionary<MetadataField, string?> fields, KmipSection section)
    {
        byte[] content = MetadataWriter.Compose(existing, fields, section.ToJson());
        try
        {
            if (content.Length > SnapshotLayout.MaximumFileLength)
            {
                throw new StoreException(StoreError.UnsupportedObject, "The object and its attributes are too long to be kept.");
            }

            AtomicFile.Write(files, path, content, _owner);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private void EnsureDirectory()
    {
        string directory = layout.CredentialsDirectory;
        try
        {
            if (!files.DirectoryExists(directory))
            {
                files.CreatePrivateDirectory(directory, _owner);
            }

            // Also for a directory that exists: the crash of an earlier start may have come before this flush.
            files.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(directory))!);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw new ProxyException(ExitCode.File, $"cannot create {directory}: {FileErrors.Describe(e)}", e);
        }
    }
}
