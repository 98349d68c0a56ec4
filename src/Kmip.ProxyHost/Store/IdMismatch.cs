using Kmip.ProxyHost.Logging;
using Kmip.Server;

namespace Kmip.ProxyHost.Store;

/// <summary>
/// What happens when a client asks for an identifier that is not there and exactly one key is present: the operator is told, once for each identifier, or
/// (<c>--allowUidMismatch</c>) the one key answers. The layout's identifier is never guessed otherwise.
/// </summary>
internal sealed class IdMismatch(ProxyLog log, bool allowed)
{
    /// <summary>A client that asks for ever new identifiers does not fill the log or the memory.</summary>
    private const int MaximumReports = 32;

    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);

    /// <summary>The one key in place of what was asked for, or null.</summary>
    public StoreEntry? Resolve(StorePicture picture, string asked)
    {
        StoreEntry? only = null;
        foreach (StoreEntry entry in picture.ById.Values.Where(static entry => entry.Record?.IsDestroyed is not true))
        {
            if (only is not null)
            {
                return null;
            }

            only = entry;
        }

        if (only is not null)
        {
            Report(asked, only.Source.KeyId);
        }

        return allowed ? only : null;
    }

    /// <summary>A copy of a record under another identifier.</summary>
    public static ManagedObjectRecord Rename(ManagedObjectRecord record, string keyId)
    {
        ManagedObjectRecord renamed = new()
        {
            UniqueIdentifier = keyId,
            ObjectType = record.ObjectType,
            Owner = record.Owner,
            Attributes = record.Attributes.Clone(),
        };
        if (renamed.Attributes.UniqueIdentifier is not null)
        {
            renamed.Attributes.UniqueIdentifier = keyId;
        }

        return renamed;
    }

    private void Report(string asked, string present)
    {
        lock (_reported)
        {
            if (_reported.Count >= MaximumReports || !_reported.Add(asked))
            {
                return;
            }
        }

        string shown = asked.Printable();
        log.Warning(allowed
            ? $"a client asked for key {shown}; the only key here is {present}, and it is served under that name because of --allowUidMismatch"
            : $"a client asked for key {shown}, which is not here; the only key here is {present}: if it is the right one, start with --allowUidMismatch");
    }
}
