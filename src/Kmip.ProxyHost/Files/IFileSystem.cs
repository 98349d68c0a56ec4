namespace Kmip.ProxyHost.Files;

/// <summary>
/// The few file operations that a durable store is made of. Behind an interface so that every one can be made to fail, or be the last one before a crash.
/// Each throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>; <see cref="FileErrors"/> turns those into one line.
/// </summary>
internal interface IFileSystem
{
    /// <summary>True where a regular file (or a link to one) is.</summary>
    bool FileExists(string path);

    /// <summary>True where a directory (or a link to one) is.</summary>
    bool DirectoryExists(string path);

    /// <summary>The names (not paths) of what lies in a directory, sorted by ordinal.</summary>
    IReadOnlyList<string> ListNames(string directory);

    /// <summary>
    /// Reads a whole regular file. At most <paramref name="maximumLength"/> + 1 bytes are ever read: a result longer than
    /// the limit means that the file is too long. Pipes and devices are refused, so that a planted one cannot hang the program.
    /// </summary>
    byte[] Read(string path, int maximumLength);

    /// <summary>Creates a file that only its owner can read and write; whatever is at the path, even a dangling link, makes it fail.</summary>
    IPrivateFile CreatePrivate(string path);

    /// <summary>Replaces the target atomically. A link at the target is replaced, not followed.</summary>
    void Rename(string source, string target);

    /// <summary>Makes names that were created, renamed or deleted in the directory survive a crash.</summary>
    void SyncDirectory(string directory);

    /// <summary>Deletes a file; nothing happens where there is none.</summary>
    void Delete(string path);

    /// <summary>Creates a directory that only its owner can enter; nothing happens where there is one.</summary>
    void CreatePrivateDirectory(string path, FileOwner? owner = null);

    /// <summary>Who owns a directory, or null where the system does not say.</summary>
    FileOwner? OwnerOf(string directory);

    /// <summary>
    /// True where a regular file of one name (neither a symbolic nor a hard link) is that only its owner can read and write and, where an owner is given,
    /// that belongs to them. Where the system has no such modes (Windows): true for every file that is no link.
    /// </summary>
    bool IsPrivate(string path, FileOwner? owner);
}

/// <summary>A new private file, open for writing.</summary>
internal interface IPrivateFile : IDisposable
{
    /// <summary>Appends bytes.</summary>
    void Write(ReadOnlySpan<byte> data);

    /// <summary>Gives the file to another user and group.</summary>
    void GiveTo(FileOwner owner);

    /// <summary>Makes what was written survive a crash (fsync).</summary>
    void Sync();
}

/// <summary>A numeric user and group.</summary>
internal readonly record struct FileOwner(uint User, uint Group);
