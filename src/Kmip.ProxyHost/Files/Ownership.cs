namespace Kmip.ProxyHost.Files;

/// <summary>Whom new files belong to.</summary>
internal static class Ownership
{
    /// <summary>
    /// The owner of a directory where the proxy runs as root and the directory belongs to somebody else: mongod runs as that user and must be able to read
    /// what only its owner can read. Null: the files stay the proxy's own.
    /// </summary>
    public static FileOwner? ForFilesIn(IFileSystem files, string directory)
    {
        if (!OperatingSystem.IsLinux() || UnixCalls.EffectiveUser() != 0)
        {
            return null;
        }

        return files.OwnerOf(directory) is { User: not 0 } owner ? owner : null;
    }
}
