using Kmip.KeyProviders;
using Kmip.ProxyHost.Certificates;
using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Commands;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Serving;

/// <summary>The keys of the dbpath that opened. Each is tried at the start, so that mongod's request is answered at once.</summary>
internal sealed class ServedKeys : IDisposable
{
    private readonly IReadOnlyList<OpenedKey> _all;

    private ServedKeys(IReadOnlyList<OpenedKey> all)
    {
        _all = all;
        Opened = [.. all.Where(static key => key.Key is not null)];
    }

    /// <summary>The keys that opened.</summary>
    public IReadOnlyList<OpenedKey> Opened { get; }

    /// <summary>What the proxy's own private key is sealed under.</summary>
    public IReadOnlyList<SealingKey> SealingKeys => [.. Opened.Select(static key => new SealingKey(key.Entry.KeyId, key.Key!))];

    /// <summary>
    /// Opens every key and says what came of each. Throws the first failure where none opened; what failed beside others that opened is a warning. With
    /// <c>--allowNewKeys</c> there need not be any key.
    /// </summary>
    public static async Task<ServedKeys> OpenAsync(ProxyContext context, SnapshotLayout layout, CancellationToken cancellationToken)
    {
        KeySelection selection = KeySelection.Read(context, layout, mayBeEmpty: context.Options.Has(ProxyOptions.AllowNewKeys));
        KeyReport.Selection(context, selection);
        ServedKeys keys = new(await new KeyOpener(context, layout).OpenAllAsync(selection, RetryPolicy.AtStart, cancellationToken).ConfigureAwait(false));
        if (keys.Opened.Count > 0 || keys._all.Count == 0)
        {
            KeyReport.Keys(context, keys._all, failuresAreErrors: false);
            return keys;
        }

        // The first failure becomes the program's own last line and its exit code.
        KeyReport.Keys(context, [.. keys._all.Skip(1)], failuresAreErrors: true);
        ProxyException failure = keys._all[0].Failure!;
        foreach (string note in keys._all[0].Notes)
        {
            context.Log.Warning(note);
        }

        keys.Dispose();
        throw failure;
    }

    /// <summary>Zeroes the keys.</summary>
    public void Dispose()
    {
        foreach (OpenedKey key in _all)
        {
            key.Dispose();
        }
    }
}
