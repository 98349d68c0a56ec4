using Kmip.ProxyHost.Files;

namespace Kmip.ProxyHost.Serving;

/// <summary>
/// The locks of a serving proxy: the dbpath, so that no other serves or changes it, and the directory of the certificates, so that no other proxy, of any
/// dbpath, writes its own over them.
/// </summary>
internal static class ServingLocks
{
    /// <summary>Takes the locks. Throws <see cref="ProxyException"/> (<see cref="ExitCode.Locked"/>) where another proxy has one; none is then kept.</summary>
    public static IReadOnlyList<DirectoryLock> Take(string databasePath, string certificates)
    {
        DirectoryLock first = DirectoryLock.Take(databasePath);
        try
        {
            return SameDirectory.Is(databasePath, certificates) || !Directory.Exists(certificates) ? [first] : [first, DirectoryLock.Take(certificates)];
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }
}
