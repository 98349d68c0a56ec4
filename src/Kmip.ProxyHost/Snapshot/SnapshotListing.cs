using Kmip.ProxyHost.Files;

namespace Kmip.ProxyHost.Snapshot;

/// <summary>A key that the snapshot names: its identifier, who wrapped it, and its metadata file (null for one that only options describe).</summary>
internal sealed record SnapshotEntry(string KeyId, CloudProvider Provider, string? MetadataPath)
{
    /// <summary>Where the key is described: its metadata file or the options.</summary>
    public string Describe() => MetadataPath ?? "given by options";
}

/// <summary>A file that looks like metadata but cannot be used, and why.</summary>
internal sealed record IgnoredFile(string Name, string Reason);

/// <summary>What lies in a dbpath: names only, nothing is opened.</summary>
internal sealed class SnapshotListing
{
    private SnapshotListing(IReadOnlyList<SnapshotEntry> entries, IReadOnlyList<IgnoredFile> ignored)
    {
        Entries = entries;
        Ignored = ignored;
    }

    /// <summary>The keys, sorted by identifier and provider.</summary>
    public IReadOnlyList<SnapshotEntry> Entries { get; }

    /// <summary>Files with the right suffix and a wrong name.</summary>
    public IReadOnlyList<IgnoredFile> Ignored { get; }

    /// <summary>
    /// Lists a dbpath. Throws <see cref="ProxyException"/> (<see cref="ExitCode.Snapshot"/>) with one line that names the path. The listing may be empty
    /// only where <paramref name="mayBeEmpty"/> says so: then a missing directory is an empty one.
    /// </summary>
    public static SnapshotListing Read(IFileSystem files, SnapshotLayout layout, bool mayBeEmpty)
    {
        RequireDatabasePath(files, layout.DatabasePath);
        if (!files.DirectoryExists(layout.CredentialsDirectory))
        {
            return mayBeEmpty
                ? new SnapshotListing([], [])
                : throw new ProxyException(ExitCode.Snapshot, $"{layout.DatabasePath} has no {SnapshotLayout.DirectoryName} directory: "
                    + "is this the dbpath of a downloaded, encrypted snapshot? (kmip-proxy add-key prepares one; --allowNewKeys starts without)");
        }

        SnapshotListing listing = Sort(List(files, layout.CredentialsDirectory), layout);
        if (listing.Entries.Count == 0 && !mayBeEmpty)
        {
            string others = listing.Ignored.Count == 0 ? "" : $"; {listing.Ignored[0].Name.Printable()} is not used: {listing.Ignored[0].Reason}";
            throw new ProxyException(ExitCode.Snapshot, $"{layout.CredentialsDirectory} holds no KEYID.PROVIDER{SnapshotLayout.MetadataSuffix} file{others}");
        }

        return listing;
    }

    /// <summary>Throws <see cref="ProxyException"/> (<see cref="ExitCode.Snapshot"/>) where the dbpath is missing, a file, or cannot be read.</summary>
    public static void RequireDatabasePath(IFileSystem files, string path)
    {
        if (!files.DirectoryExists(path))
        {
            string problem = files.FileExists(path) ? "is a file, not a directory" : "does not exist";
            throw new ProxyException(ExitCode.Snapshot, $"the dbpath {path.Printable()} {problem}");
        }

        List(files, path);
    }

    private static IReadOnlyList<string> List(IFileSystem files, string directory)
    {
        try
        {
            return files.ListNames(directory);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw new ProxyException(ExitCode.Snapshot, $"cannot read {directory}: {FileErrors.Describe(e)}", e);
        }
    }

    private static SnapshotListing Sort(IReadOnlyList<string> names, SnapshotLayout layout)
    {
        List<SnapshotEntry> entries = [];
        List<IgnoredFile> ignored = [];
        foreach (string name in names)
        {
            if (!name.EndsWith(SnapshotLayout.MetadataSuffix, StringComparison.Ordinal) || name.StartsWith('.'))
            {
                continue;
            }

            if (SnapshotLayout.TryParseMetadataName(name, out string keyId, out CloudProvider provider, out string problem))
            {
                entries.Add(new SnapshotEntry(keyId, provider, Path.Combine(layout.CredentialsDirectory, name)));
            }
            else
            {
                ignored.Add(new IgnoredFile(name, problem));
            }
        }

        return new SnapshotListing(entries, ignored);
    }
}
