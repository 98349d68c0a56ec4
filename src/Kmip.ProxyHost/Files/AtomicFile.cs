namespace Kmip.ProxyHost.Files;

/// <summary>
/// Writes private files so that a reader, or the next start after a crash, sees either the old content or the new, never a half.
/// Steps: create <c>.NAME.RANDOM.tmp</c> beside the target with mode 0600 (never chmod-ed afterwards), write, fsync, rename, fsync the directory.
/// </summary>
internal static class AtomicFile
{
    private const string TemporarySuffix = ".kmip-proxy.tmp";

    /// <summary>
    /// Writes the file; when it returns, the content survives a crash. Throws <see cref="ProxyException"/> with the system's reason, and
    /// the old file is then untouched unless only the last flush failed: a failed flush is a failed write and is never retried as a success.
    /// </summary>
    public static void Write(IFileSystem files, string path, ReadOnlySpan<byte> content, FileOwner? owner = null)
    {
        string directory = DirectoryOf(path);
        string temporary = TemporaryFor(path);
        string step = "create";
        try
        {
            WriteTemporary(files, temporary, content, owner, ref step);
            step = "rename into place";
            files.Rename(temporary, path);
            step = "flush the directory of";
            files.SyncDirectory(directory);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            RemoveQuietly(files, temporary);
            throw new ProxyException(ExitCode.File, $"cannot {step} {path}: {FileErrors.Describe(e)}", e);
        }
    }

    /// <summary>Deletes a file durably.</summary>
    public static void Delete(IFileSystem files, string path)
    {
        try
        {
            files.Delete(path);
            files.SyncDirectory(DirectoryOf(path));
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw new ProxyException(ExitCode.File, $"cannot delete {path}: {FileErrors.Describe(e)}", e);
        }
    }

    /// <summary>
    /// Removes what a killed writer left behind in a directory. Called by the holder of the directory's lock only, so no live writer is disturbed.
    /// What cannot be removed (a read-only directory) stays: it holds nothing that is ever read.
    /// </summary>
    public static int RemoveStale(IFileSystem files, string directory)
    {
        int removed = 0;
        foreach (string name in files.ListNames(directory))
        {
            if (name.StartsWith('.') && name.EndsWith(TemporarySuffix, StringComparison.Ordinal) && RemoveQuietly(files, Path.Combine(directory, name)))
            {
                removed++;
            }
        }

        return removed;
    }

    /// <summary>A new temporary name beside the target.</summary>
    internal static string TemporaryFor(string path) =>
        Path.Combine(DirectoryOf(path), "." + Path.GetFileName(path) + "." + Guid.NewGuid().ToString("N") + TemporarySuffix);

    /// <summary>Creates the temporary file, writes and flushes it. <paramref name="step"/> tells what was being done when an exception flies.</summary>
    internal static void WriteTemporary(IFileSystem files, string temporary, ReadOnlySpan<byte> content, FileOwner? owner, ref string step)
    {
        step = "create";
        using IPrivateFile file = files.CreatePrivate(temporary);
        if (owner is FileOwner newOwner)
        {
            step = "set the owner of";
            file.GiveTo(newOwner);
        }

        step = "write";
        file.Write(content);
        step = "flush";
        file.Sync();
    }

    private static string DirectoryOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    /// <summary>Removes a temporary file if that can be done.</summary>
    internal static bool RemoveQuietly(IFileSystem files, string temporary)
    {
        try
        {
            files.Delete(temporary);
            return true;
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            // The first error is the one to report; the next start removes the file.
            return false;
        }
    }
}
