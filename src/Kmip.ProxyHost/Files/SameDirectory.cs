using System.Runtime.InteropServices;

namespace Kmip.ProxyHost.Files;

/// <summary>Whether two paths lead to one directory, whatever links are on the way.</summary>
internal static partial class SameDirectory
{
    /// <summary>Compares. A path that leads nowhere is equal only to itself.</summary>
    public static bool Is(string first, string second) => string.Equals(
        Canonical(first), Canonical(second), OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static string Canonical(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (OperatingSystem.IsWindows())
        {
            return full;
        }

        nint resolved = RealPath(full, 0);
        if (resolved == 0)
        {
            return full;
        }

        try
        {
            return Marshal.PtrToStringUTF8(resolved) ?? full;
        }
        finally
        {
            Free(resolved);
        }
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint RealPath(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(nint memory);
}
