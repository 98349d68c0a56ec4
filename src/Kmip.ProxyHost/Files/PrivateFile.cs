using System.Runtime.InteropServices;

namespace Kmip.ProxyHost.Files;

/// <summary>
/// A file created with mode 0600 in the creating call itself (O_CREAT with O_EXCL, which POSIX forbids to follow a link), so there is no moment in
/// which another user could open it. On Windows it takes the access list of its directory (docs/reference/windows.md).
/// </summary>
internal sealed class PrivateFile : IPrivateFile
{
    private readonly FileStream _stream;

    /// <summary>Creates the file.</summary>
    public PrivateFile(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _stream = new FileStream(path, options);
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> data) => _stream.Write(data);

    /// <inheritdoc/>
    public void GiveTo(FileOwner owner)
    {
        if (OperatingSystem.IsLinux() && UnixCalls.ChangeOwner((int)_stream.SafeFileHandle.DangerousGetHandle(), owner.User, owner.Group) != 0)
        {
            throw FileErrors.FromErrno(Marshal.GetLastPInvokeError(), _stream.Name);
        }
    }

    /// <inheritdoc/>
    public void Sync() => _stream.Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
