using Kmip.KeyProviders;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Store;

/// <summary>
/// Tries a key again that did not open at start, while a client waits for it: a cloud that was away may be back, or the operator may have corrected the
/// file. At most one attempt for a key runs at a time; all who wait share its outcome.
/// </summary>
internal sealed class KeyRetry(ProxyContext context, SnapshotLayout layout) : IDisposable
{
    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Waits for one attempt; its outcome stands in the entry's <see cref="StoreEntry.Held"/>.</summary>
    public async Task TryAsync(StoreEntry entry, CancellationToken cancellationToken)
    {
        Task attempt;
        lock (_running)
        {
            if (!_running.TryGetValue(entry.Source.KeyId, out attempt!))
            {
                attempt = RunAsync(entry);
                _running[entry.Source.KeyId] = attempt;
            }
        }

        await attempt.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends what runs.</summary>
    public void Dispose() => _stop.Cancel();

    private async Task RunAsync(StoreEntry entry)
    {
        // The lock of the caller is not held over the attempt.
        await Task.Yield();
        try
        {
            OpenedKey opened = await new KeyOpener(context, layout)
                .OpenAsync(entry.Source, entry.FromOption, RetryPolicy.WhileClientWaits, _stop.Token).ConfigureAwait(false);
            if (opened.Failure is ProxyException failure)
            {
                context.Log.Warning(failure.Message);
            }
            else
            {
                context.Log.Info($"key {entry.Source.KeyId} ({entry.Source.Provider.Name()}), which did not open at start, is open now; {opened.Sources}");
            }

            entry.Held.Take(opened);
        }
        finally
        {
            lock (_running)
            {
                _running.Remove(entry.Source.KeyId);
            }
        }
    }
}
