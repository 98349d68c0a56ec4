using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kmip.ProxyHost.Files;

/// <summary>The real file system.</summary>
internal sealed class PhysicalFileSystem : IFileSystem
{
    /// <inheritdoc/>
    public bool FileExists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public bool DirectoryExists(string path) => Directory.Exists(path);

    /// <inheritdoc/>
    public IReadOnlyList<string> ListNames(string directory)
    {
        List<string> names = [];
        foreach (string path in Directory.EnumerateFileSystemEntries(directory))
        {
            names.Add(Path.GetFileName(path));
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <inheritdoc/>
    public byte[] Read(string path, int maximumLength)
    {
        using SafeFileHandle handle = OpenRegular(path);
        byte[] buffer = new byte[Math.Min(RandomAccess.GetLength(handle), maximumLength) + 1];
        int total = 0;
        while (total < buffer.Length)
        {
            int read = RandomAccess.Read(handle, buffer.AsSpan(total), total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        byte[] content = buffer.AsSpan(0, total).ToArray();
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(buffer);
        return content;
    }

    /// <inheritdoc/>
    public IPrivateFile CreatePrivate(string path) => new PrivateFile(path);

    /// <inheritdoc/>
    public void Rename(string source, string target)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Move(source, target, overwrite: true);
        }
        else if (UnixCalls.Rename(source, target) != 0)
        {
            throw FileErrors.FromErrno(Marshal.GetLastPInvokeError(), target);
        }
    }

    /// <inheritdoc/>
    public void SyncDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows has no flush of a directory: NTFS journals names itself (docs/reference/windows.md).
            return;
        }

        int descriptor = UnixCalls.OpenForReading(directory, nonBlocking: false);
        int errno = Marshal.GetLastPInvokeError();
        if (descriptor < 0)
        {
            throw FileErrors.FromErrno(errno, directory);
        }

        int result = UnixCalls.Sync(descriptor);
        errno = Marshal.GetLastPInvokeError();
        _ = UnixCalls.Close(descriptor);
        if (result != 0)
        {
            throw FileErrors.FromErrno(errno, directory);
        }
    }

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(path);

    /// <inheritdoc/>
    public void CreatePrivateDirectory(string path, FileOwner? owner = null)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (owner is FileOwner given && UnixCalls.ChangeOwnerOf(path, given.User, given.Group) != 0)
            {
                throw FileErrors.FromErrno(Marshal.GetLastPInvokeError(), path);
            }
        }
    }

    /// <inheritdoc/>
    public FileOwner? OwnerOf(string directory) =>
        UnixCalls.StatPath(directory) is LinuxStat stat ? new FileOwner(stat.User, stat.Group) : null;

    /// <inheritdoc/>
    public bool IsPrivate(string path, FileOwner? owner)
    {
        if (!OperatingSystem.IsLinux())
        {
            FileInfo file = new(path);
            const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return file is { Exists: true, LinkTarget: null } && (OperatingSystem.IsWindows() || (file.UnixFileMode & Others) == 0);
        }

        return UnixCalls.StatLink(path) is { IsRegular: true, Links: 1, Permissions: 0b110_000_000 or 0b100_000_000 } stat
            && (owner is not FileOwner given || given == new FileOwner(stat.User, stat.Group));
    }

    private static SafeFileHandle OpenRegular(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.OpenHandle(path);
        }

        // Non-blocking, so that opening a pipe returns at once and can be refused.
        int descriptor = UnixCalls.OpenForReading(path, nonBlocking: true);
        if (descriptor < 0)
        {
            throw FileErrors.FromErrno(Marshal.GetLastPInvokeError(), path);
        }

        SafeFileHandle handle = new(descriptor, ownsHandle: true);
        if (UnixCalls.StatDescriptor(descriptor) is { IsRegular: false })
        {
            handle.Dispose();
            throw new IOException("not a regular file: " + path);
        }

        return handle;
    }
}
