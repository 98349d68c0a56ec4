using System.Runtime.InteropServices;

namespace Kmip.ProxyHost.Files;

/// <summary>One short reason, in the system's own words, for what a file operation throws.</summary>
internal static class FileErrors
{
    /// <summary>True for the exceptions that file operations throw for reasons outside the program.</summary>
    public static bool IsFileError(Exception e) => e is IOException or UnauthorizedAccessException or System.Security.SecurityException;

    /// <summary>True where a disk or a quota is full.</summary>
    public static bool IsOutOfSpace(IOException e) => OperatingSystem.IsWindows()
        ? (e.HResult & 0xFFFF) is 39 or 112 // ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
        : e.HResult is 28 or 69 or 122; // ENOSPC; EDQUOT of macOS and of Linux

    /// <summary>For example "No space left on device".</summary>
    public static string Describe(Exception e)
    {
        switch (e)
        {
            case FileNotFoundException or DirectoryNotFoundException:
                return "No such file or directory";
            case UnauthorizedAccessException { InnerException: IOException inner }:
                return Describe(inner);
            case UnauthorizedAccessException:
                return "Permission denied";
            case PathTooLongException:
                return "File name too long";
        }

        // On Unix the runtime keeps errno in HResult; its own message would repeat the (temporary) path.
        if (!OperatingSystem.IsWindows() && e.HResult is > 0 and < 4096)
        {
            return Marshal.GetPInvokeErrorMessage(e.HResult);
        }

        return e.Message.ReplaceLineEndings(" ");
    }

    /// <summary>The exception for an errno that a system call left behind.</summary>
    public static IOException FromErrno(int errno, string path) =>
        new(Marshal.GetPInvokeErrorMessage(errno) + ": " + path, errno);
}
