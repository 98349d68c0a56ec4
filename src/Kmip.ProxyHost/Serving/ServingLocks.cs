using Kmip.ProxyHost.Files;

namespace Kmip.ProxyHost.Serving;

/// <summary>
/// The locks of a serving proxy: the dbpath, so that no other serves or changes it, and the directory of the certificates, so that no other proxy, of any
/// dbpath, writes its own over them.
/// </summary>
internal static class ServingLocks
{
    /// <summary>
    /// Takes the locks. Throws <see cref="ProxyException"/> where another proxy has one (<see cref="ExitCode.Locked"/>) or one cannot be had; none is then kept.
    /// </summary>
    public static IReadOnlyList<DirectoryLock> Take(IFileSystem files, string databasePath, string certificates)
    {
        // A missing directory is reported by who writes to it.
        bool elsewhere = !SameDirectory.Is(databasePath, certificates) && files.DirectoryExists(certificates);
        List<DirectoryLock> locks = [];
        try
        {
            try
            {
                locks.Add(DirectoryLock.Take(databasePath));
            }
            catch (ProxyException e) when (elsewhere && e.ExitCode is ExitCode.File)
            {
                // A read-only dbpath on a file system without flock: nothing can be locked there, and nothing changes there. The other lock stands in.
            }

            if (elsewhere)
            {
                locks.Add(DirectoryLock.Take(certificates));
            }

            return locks;
        }
        catch
        {
            locks.ForEach(static held => held.Dispose());
            throw;
        }
    }
}
