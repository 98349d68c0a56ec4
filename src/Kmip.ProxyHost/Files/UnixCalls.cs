using System.Runtime.InteropServices;

namespace Kmip.ProxyHost.Files;

/// <summary>The few system calls that the runtime does not offer. All are in the C library of every Unix; <c>statx</c> only on Linux.</summary>
internal static partial class UnixCalls
{
    /// <summary>Exclusive lock, for <see cref="Flock"/>.</summary>
    public const int LockExclusive = 2;

    /// <summary>Do not wait, for <see cref="Flock"/>.</summary>
    public const int LockNonBlocking = 4;

    /// <summary>Opens a file or directory for reading without following the caller into child processes.</summary>
    public static int OpenForReading(string path, bool nonBlocking)
    {
        // The constants differ between Linux (the same on every architecture for these two) and the BSD family.
        bool linux = OperatingSystem.IsLinux();
        int closeOnExec = linux ? 0x80000 : 0x1000000;
        int noWait = linux ? 0x800 : 0x4;
        return Open(path, closeOnExec | (nonBlocking ? noWait : 0));
    }

    /// <summary>fsync(2).</summary>
    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Sync(int descriptor);

    /// <summary>close(2).</summary>
    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    /// <summary>flock(2).</summary>
    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int Flock(int descriptor, int operation);

    /// <summary>rename(2).</summary>
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Rename(string source, string target);

    /// <summary>fchown(2).</summary>
    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    internal static partial int ChangeOwner(int descriptor, uint user, uint group);

    /// <summary>lchown(2).</summary>
    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeOwnerOf(string path, uint user, uint group);

    /// <summary>geteuid(2).</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint EffectiveUser();

    /// <summary>getegid(2).</summary>
    [LibraryImport("libc", EntryPoint = "getegid")]
    internal static partial uint EffectiveGroup();

    /// <summary>What <c>statx</c> says of an open descriptor; null where the call does not exist or fails.</summary>
    public static LinuxStat? StatDescriptor(int descriptor)
    {
        const int EmptyPath = 0x1000;
        return Stat(descriptor, "", EmptyPath);
    }

    /// <summary>What <c>statx</c> says of a path, links followed; null where the call does not exist or fails.</summary>
    public static LinuxStat? StatPath(string path)
    {
        const int CurrentDirectory = -100;
        return Stat(CurrentDirectory, path, 0);
    }

    /// <summary>What <c>statx</c> says of a path itself, even of a link; null where the call does not exist or fails.</summary>
    public static LinuxStat? StatLink(string path)
    {
        const int CurrentDirectory = -100;
        const int NoFollow = 0x100;
        return Stat(CurrentDirectory, path, NoFollow);
    }

    private static LinuxStat? Stat(int descriptor, string path, int flags)
    {
        const uint TypeModeLinksUserGroup = 0x1 | 0x2 | 0x4 | 0x8 | 0x10;
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // struct statx is the same on every architecture: links at 16, user at 20, group at 24, mode at 28 of its 256 bytes.
        byte[] buffer = new byte[256];
        try
        {
            return Statx(descriptor, path, flags, TypeModeLinksUserGroup, buffer) == 0
                ? new LinuxStat(
                    BitConverter.ToUInt32(buffer, 16), BitConverter.ToUInt32(buffer, 20), BitConverter.ToUInt32(buffer, 24), BitConverter.ToUInt16(buffer, 28))
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int descriptor, string path, int flags, uint mask, [Out] byte[] result);
}

/// <summary>Names, owner and mode of a file.</summary>
internal readonly record struct LinuxStat(uint Links, uint User, uint Group, ushort Mode)
{
    /// <summary>True for a regular file (S_IFREG).</summary>
    public bool IsRegular => (Mode & 0xF000) == 0x8000;

    /// <summary>The permission bits.</summary>
    public int Permissions => Mode & 0xFFF;
}
