using System.Security.Cryptography;
using System.Text.Json;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Snapshot;
using Kmip.Server;

namespace Kmip.ProxyHost.Store;

/// <summary>
/// Makes a change of several files one: their new contents are written into one file first, whose appearance is the commit point; then each is put in its
/// place, then the journal goes. A crash in between is finished by the next start, before anybody looks at a key.
/// </summary>
internal static class CommitJournal
{
    private const int FormatVersion = 1;

    /// <summary>Room for a dozen of the longest files.</summary>
    private const int MaximumLength = 16 * 1024 * 1024;

    /// <summary>Commits the changes.</summary>
    public static void Write(IFileSystem files, SnapshotLayout layout, IReadOnlyList<FileChange> changes, FileOwner? owner)
    {
        byte[] journal = Compose(changes);
        try
        {
            if (journal.Length > MaximumLength)
            {
                throw new StoreException(StoreError.UnsupportedObject, "The operation changes more than can be written at once.");
            }

            AtomicFile.Write(files, layout.CommitJournalPath, journal, owner);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(journal);
        }

        Apply(files, layout, changes, owner);
    }

    /// <summary>
    /// Finishes a change that a crash cut short after its commit point; nothing happens where there is none. Called by the holder of the dbpath's lock
    /// before keys are read. Throws <see cref="ProxyException"/> where the journal cannot be read or the files cannot be written.
    /// </summary>
    public static void Finish(ProxyContext context, SnapshotLayout layout)
    {
        string path = layout.CommitJournalPath;
        if (!context.Files.FileExists(path))
        {
            return;
        }

        List<FileChange> changes = [];
        try
        {
            Read(context.Files, layout, changes);
            Apply(context.Files, layout, changes, Ownership.ForFilesIn(context.Files, layout.DatabasePath));
            context.Log.Info($"a change of {changes.Count} keys that was cut short has been finished");
        }
        finally
        {
            changes.ForEach(static change => change.Dispose());
        }
    }

    /// <summary>Says, for a command that only looks, that the files may not agree with each other.</summary>
    public static void WarnIfPending(ProxyContext context, SnapshotLayout layout)
    {
        if (context.Files.FileExists(layout.CommitJournalPath))
        {
            context.Log.Warning($"{layout.CommitJournalPath}: a change of several keys was cut short; the next start of kmip-proxy on this dbpath finishes it");
        }
    }

    private static void Apply(IFileSystem files, SnapshotLayout layout, IReadOnlyList<FileChange> changes, FileOwner? owner)
    {
        foreach (FileChange change in changes)
        {
            ObjectFiles.Apply(files, change, owner);
        }

        AtomicFile.Delete(files, layout.CommitJournalPath);
    }

    private static byte[] Compose(IReadOnlyList<FileChange> changes)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("formatVersion", FormatVersion);
            writer.WriteStartArray("files");
            foreach (FileChange change in changes)
            {
                writer.WriteStartObject();
                writer.WriteString("name", Path.GetFileName(change.Path));
                writer.WriteBase64String("content", change.Content);
                writer.WriteBoolean("deleteKey", change.ObsoleteKey is not null);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        byte[] content = buffer.ToArray();
        CryptographicOperations.ZeroMemory(buffer.GetBuffer());
        return content;
    }

    private static void Read(IFileSystem files, SnapshotLayout layout, List<FileChange> changes)
    {
        string path = layout.CommitJournalPath;
        byte[] content = ReadBytes(files, path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            if (document.RootElement.GetProperty("formatVersion").GetInt32() != FormatVersion)
            {
                throw new ProxyException(ExitCode.Metadata, $"{path} was written by another version of kmip-proxy: start that version once, so that it finishes its change");
            }

            foreach (JsonElement file in document.RootElement.GetProperty("files").EnumerateArray())
            {
                changes.Add(ChangeOf(layout, file));
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            // The text of these exceptions may quote the file, which holds credentials.
            throw new ProxyException(ExitCode.Metadata, $"{path} is not what kmip-proxy writes: if it came with the snapshot, delete it; else restore it from a copy");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    // The names go through the same whitelist as those of the directory: a planted journal reaches no file outside of it.
    private static FileChange ChangeOf(SnapshotLayout layout, JsonElement file)
    {
        string name = file.GetProperty("name").GetString() ?? "";
        if (!name.EndsWith(SnapshotLayout.MetadataSuffix, StringComparison.Ordinal)
            || !SnapshotLayout.TryParseMetadataName(name, out string keyId, out CloudProvider provider, out _))
        {
            throw new FormatException("not a name of the layout");
        }

        string? obsolete = file.GetProperty("deleteKey").GetBoolean() ? layout.WrappedKeyPath(keyId, provider) : null;
        return new FileChange(Path.Combine(layout.CredentialsDirectory, name), file.GetProperty("content").GetBytesFromBase64(), obsolete);
    }

    private static byte[] ReadBytes(IFileSystem files, string path)
    {
        try
        {
            byte[] content = files.Read(path, MaximumLength);
            return content.Length <= MaximumLength ? content : throw new ProxyException(ExitCode.Metadata, $"{path} is longer than {MaximumLength} bytes");
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw new ProxyException(ExitCode.Metadata, $"cannot read {path}: {FileErrors.Describe(e)}", e);
        }
    }
}
