using Kmip.KeyProviders;
using Kmip.ProxyHost.Certificates;
using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Commands;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Serving;

/// <summary>The keys of the dbpath, each of them tried at the start, so that mongod's request is answered at once.</summary>
internal sealed class ServedKeys : IDisposable
{
    private ServedKeys(IReadOnlyList<OpenedKey> all)
    {
        All = all;
        Opened = [.. all.Where(static key => key.Key is not null)];

        SealingKeys = [.. Opened.Select(static key => SealingKey.Of(key.Entry.KeyId, key.Key!.Span))];
    }

    /// <summary>Every key with what came of it.</summary>
    public IReadOnlyList<OpenedKey> All { get; }

    /// <summary>The keys that opened.</summary>
    public IReadOnlyList<OpenedKey> Opened { get; }

    /// <summary>What the proxy's own private key is sealed under.</summary>
    public IReadOnlyList<SealingKey> SealingKeys { get; }

    /// <summary>
    /// Opens every key and says which did not open. Throws the first failure where none opened. With <c>--allowNewKeys</c> there need not be any key.
    /// </summary>
    public static async Task<ServedKeys> OpenAsync(ProxyContext context, SnapshotLayout layout, CancellationToken cancellationToken)
    {
        bool allowNewKeys = context.Options.Has(ProxyOptions.AllowNewKeys);
        KeySelection selection = KeySelection.Read(context, layout, mayBeEmpty: allowNewKeys);
        KeyReport.Selection(context, selection);
        ServedKeys keys = new(await new KeyOpener(context, layout).OpenAllAsync(selection, RetryPolicy.AtStart, cancellationToken).ConfigureAwait(false));
        OpenedKey[] failed = [.. keys.All.Where(static key => key.Failure is not null)];
        if (keys.Opened.Count > 0 || (allowNewKeys && failed.Length == 0))
        {
            KeyReport.BeforeServing(context, keys.All);
            if (context.Options.Has(ProxyOptions.AllowUidMismatch) && keys.All.Where(static key => !key.IsDestroyed).DistinctBy(static key => key.Entry.KeyId).Count() > 1)
            {
                context.Log.Warning("--allowUidMismatch has no effect: there are several keys, and which of them is meant is never guessed");
            }

            return keys;
        }

        keys.Dispose();
        if (failed.Length == 0)
        {
            throw new ProxyException(ExitCode.Key, $"every key of {layout.CredentialsDirectory.Printable()} is destroyed: there is nothing to serve");
        }

        // The first failure becomes the program's own last line and its exit code.
        KeyReport.Keys(context, [.. failed[1..], .. keys.All.Where(static key => key.IsDestroyed)]);
        KeyReport.Notes(context, failed[0]);
        throw failed[0].Failure!;
    }

    /// <summary>Zeroes the keys.</summary>
    public void Dispose()
    {
        foreach (SealingKey key in SealingKeys)
        {
            key.Key.Dispose();
        }

        foreach (OpenedKey key in All)
        {
            key.Dispose();
        }
    }
}
