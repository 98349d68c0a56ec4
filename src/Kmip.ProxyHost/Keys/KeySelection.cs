using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Keys;

/// <summary>Which keys of a dbpath a command works on, and which of them <c>--wrappedKey</c> belongs to.</summary>
internal sealed class KeySelection
{
    private KeySelection(IReadOnlyList<SnapshotEntry> entries, SnapshotEntry? withWrappedKeyOption, IReadOnlyList<IgnoredFile> ignored, int otherProviders)
    {
        Entries = entries;
        WithWrappedKeyOption = withWrappedKeyOption;
        Ignored = ignored;
        OtherProviders = otherProviders;
    }

    /// <summary>The keys.</summary>
    public IReadOnlyList<SnapshotEntry> Entries { get; }

    /// <summary>The key that <c>--wrappedKey</c> belongs to, or null.</summary>
    public SnapshotEntry? WithWrappedKeyOption { get; }

    /// <summary>Files that look like metadata and are not.</summary>
    public IReadOnlyList<IgnoredFile> Ignored { get; }

    /// <summary>How many keys <c>-cloudProvider</c> leaves aside.</summary>
    public int OtherProviders { get; }

    /// <summary>The provider of <c>-cloudProvider</c>, or null.</summary>
    public static CloudProvider? ProviderOption(ProxyContext context) =>
        context.Options[ProxyOptions.CloudProvider] is not string name ? null
        : CloudProviders.TryParse(name, out CloudProvider provider) ? provider
        : throw CommandLineGuard.Usage("option -cloudProvider must be " + CloudProviders.All);

    /// <summary>Lists and selects. Throws <see cref="ProxyException"/> where nothing is left or a choice is needed, naming the candidates.</summary>
    public static KeySelection Read(ProxyContext context, SnapshotLayout layout, bool mayBeEmpty)
    {
        CloudProvider? provider = ProviderOption(context);
        SnapshotEntry? described = DescribedByOptions(context, provider);
        SnapshotListing listing = SnapshotListing.Read(context.Files, layout, mayBeEmpty || described is not null);
        List<SnapshotEntry> entries = [.. listing.Entries.Where(entry => provider is null || entry.Provider == provider)];
        int others = listing.Entries.Count - entries.Count;
        if (entries.Count == 0 && others > 0 && described is null && !mayBeEmpty)
        {
            string found = string.Join(", ", listing.Entries.Select(static entry => entry.Provider.Name()).Distinct());
            throw new ProxyException(ExitCode.Snapshot,
                $"{layout.CredentialsDirectory} holds no key of provider {provider!.Value.Name()} (found: {found}): correct -cloudProvider or leave it out");
        }

        SnapshotEntry? target = TargetOfWrappedKey(context, entries, described);
        if (target is not null && !entries.Contains(target))
        {
            entries.Add(target);
        }

        return new KeySelection(entries, target, listing.Ignored, others);
    }

    /// <summary>A key without a metadata file: everything about it stands in options.</summary>
    private static SnapshotEntry? DescribedByOptions(ProxyContext context, CloudProvider? provider)
    {
        if (context.Options[ProxyOptions.WrappedKey] is null || context.Options[ProxyOptions.KeyId] is not string id || provider is not CloudProvider known)
        {
            return null;
        }

        return SnapshotLayout.IsSafeKeyId(id) ? new SnapshotEntry(id, known, null) : throw UnsafeKeyId();
    }

    private static SnapshotEntry? TargetOfWrappedKey(ProxyContext context, List<SnapshotEntry> entries, SnapshotEntry? described)
    {
        if (context.Options[ProxyOptions.WrappedKey] is null)
        {
            return null;
        }

        string? id = context.Options[ProxyOptions.KeyId];
        List<SnapshotEntry> candidates = [.. entries.Where(entry => id is null || entry.KeyId == id)];
        return candidates.Count switch
        {
            1 => candidates[0],
            0 => described ?? throw CommandLineGuard.Usage("--wrappedKey belongs to no key of the dbpath: give --keyId and -cloudProvider, or correct --keyId"),
            _ => throw CommandLineGuard.Usage("--wrappedKey could belong to several keys, choose one with --keyId or -cloudProvider: "
                + string.Join(", ", candidates.Select(static entry => $"{entry.KeyId} ({entry.Provider.Name()})"))),
        };
    }

    private static ProxyException UnsafeKeyId() => CommandLineGuard.Usage(
        $"option --keyId must be 1 to {SnapshotLayout.MaximumKeyIdLength} letters, digits or - _ . : @ + = (no leading dot, no two dots in a row)");

    /// <summary>Checks an identifier given by <c>--keyId</c>.</summary>
    public static string RequireSafe(string keyId) => SnapshotLayout.IsSafeKeyId(keyId) ? keyId : throw UnsafeKeyId();
}
