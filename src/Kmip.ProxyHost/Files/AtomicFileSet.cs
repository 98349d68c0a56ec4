namespace Kmip.ProxyHost.Files;

/// <summary>One file of a set: its path and what it is to hold; without content it is to be gone.</summary>
internal readonly record struct WantedFile(string Path, byte[]? Content);

/// <summary>
/// Writes several private files of one directory that only make sense together. All are written and flushed under temporary names before the first takes its
/// place, so what remains between the old set and the new are a few renames. Where one of these fails, the earlier ones are taken back. A crash among
/// them leaves a mixture that the reader must recognize: the set needs a check of its own.
/// </summary>
internal static class AtomicFileSet
{
    /// <summary>Old content longer than this is none of ours and is not put back.</summary>
    private const int MaximumLength = 1 << 20;

    /// <summary>
    /// Writes the set. Throws <see cref="ProxyException"/> with the system's reason; the old files are then as they were, unless only the last
    /// flush of the directory failed (the new set is then in place), or putting them back failed too (the message says so).
    /// </summary>
    public static void Write(IFileSystem files, string directory, IReadOnlyList<WantedFile> wanted, FileOwner? owner)
    {
        List<(string Temporary, WantedFile File)> prepared = [];
        List<WantedFile> undo = [];
        string step = "";
        string current = "";
        try
        {
            foreach (WantedFile file in wanted.Where(static file => file.Content is not null))
            {
                current = file.Path;
                string temporary = AtomicFile.TemporaryFor(file.Path);
                prepared.Add((temporary, file));
                AtomicFile.WriteTemporary(files, temporary, file.Content, owner, ref step);
            }

            step = "rename into place";
            foreach ((string temporary, WantedFile file) in prepared)
            {
                current = file.Path;
                WantedFile old = Remember(files, file.Path, owner);
                files.Rename(temporary, file.Path);
                undo.Add(old);
            }

            step = "delete";
            foreach (WantedFile file in wanted.Where(file => file.Content is null && files.FileExists(file.Path)))
            {
                current = file.Path;
                files.Delete(file.Path);
            }

            step = "flush the directory of";
            files.SyncDirectory(directory);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            string consequence = step == "rename into place" ? TakeBack(files, undo, owner) : "";
            foreach ((string temporary, _) in prepared)
            {
                AtomicFile.RemoveQuietly(files, temporary);
            }

            throw new ProxyException(ExitCode.File, $"cannot {step} {current}: {FileErrors.Describe(e)}{consequence}", e);
        }
        finally
        {
            Forget(undo);
        }
    }

    /// <summary>
    /// What a file holds, so that it can be put back. Only what is private and belongs to the owner of the set: through a link planted there, somebody else's
    /// secret would be copied into a file of that owner.
    /// </summary>
    private static WantedFile Remember(IFileSystem files, string path, FileOwner? owner)
    {
        if (!files.IsPrivate(path, owner))
        {
            return new WantedFile(path, null);
        }

        byte[] content = files.Read(path, MaximumLength);
        return new WantedFile(path, content.Length > MaximumLength ? null : content);
    }

    private static string TakeBack(IFileSystem files, List<WantedFile> undo, FileOwner? owner)
    {
        string failed = "";
        foreach (WantedFile old in Enumerable.Reverse(undo))
        {
            try
            {
                if (old.Content is null)
                {
                    AtomicFile.Delete(files, old.Path);
                }
                else
                {
                    AtomicFile.Write(files, old.Path, old.Content, owner);
                }
            }
            catch (ProxyException e)
            {
                failed += "; " + e.Message;
            }
        }

        return failed.Length == 0 ? "" : failed + "; the files do not fit each other now, the next start that can write replaces them";
    }

    private static void Forget(List<WantedFile> undo)
    {
        foreach (WantedFile old in undo)
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(old.Content);
        }
    }
}
