using System.Runtime.InteropServices;

namespace Kmip.ProxyHost.Files;

/// <summary>
/// One proxy per directory. On Unix the directory itself is locked (flock): nothing is created, a read-only directory works, and the lock ends
/// with the process however it ends. On Windows, and on file systems without flock on directories, a lock file stands in.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private const string LockFileName = ".kmip-proxy.lock";
    private readonly int _descriptor;
    private readonly FileStream? _file;

    private DirectoryLock(int descriptor, FileStream? file)
    {
        _descriptor = descriptor;
        _file = file;
    }

    /// <summary>Takes the lock or throws <see cref="ProxyException"/> with <see cref="ExitCode.Locked"/>.</summary>
    public static DirectoryLock Take(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return TakeFile(directory);
        }

        int descriptor = UnixCalls.OpenForReading(directory, nonBlocking: false);
        if (descriptor < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            throw new ProxyException(ExitCode.Snapshot, $"cannot open {directory}: {Marshal.GetPInvokeErrorMessage(errno)}");
        }

        if (UnixCalls.Flock(descriptor, UnixCalls.LockExclusive | UnixCalls.LockNonBlocking) == 0)
        {
            return new DirectoryLock(descriptor, null);
        }

        int error = Marshal.GetLastPInvokeError();
        _ = UnixCalls.Close(descriptor);
        int wouldBlock = OperatingSystem.IsLinux() ? 11 : 35;
        return error == wouldBlock ? throw Held(directory) : TakeFile(directory);
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        if (_descriptor >= 0)
        {
            _ = UnixCalls.Close(_descriptor);
        }
    }

    private static DirectoryLock TakeFile(string directory)
    {
        try
        {
            FileStreamOptions options = new()
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                Options = FileOptions.DeleteOnClose,
            };
            return new DirectoryLock(-1, new FileStream(Path.Combine(directory, LockFileName), options));
        }
        catch (IOException e) when (!IsReadOnly(e))
        {
            throw Held(directory, e);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw new ProxyException(ExitCode.File, $"cannot lock {directory}: {FileErrors.Describe(e)}", e);
        }
    }

    /// <summary>EROFS, the same number on every Unix: nobody holds the file, it cannot be made.</summary>
    private static bool IsReadOnly(IOException e) => !OperatingSystem.IsWindows() && e.HResult == 30;

    private static ProxyException Held(string directory, Exception? inner = null) =>
        new(ExitCode.Locked, $"another kmip-proxy is using {directory}: stop it first, or let it serve this mongod", inner);
}
