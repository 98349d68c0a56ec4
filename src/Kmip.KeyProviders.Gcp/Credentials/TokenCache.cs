namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// Keeps the current token, renews it before it ends, and once more when the service has refused it. Concurrent callers share one renewal.
/// </summary>
internal sealed class TokenCache(ITokenSource source, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _renewal = new(1, 1);
    private AccessToken? _current;

    /// <summary>A token to send.</summary>
    /// <exception cref="KeyProviderException">There is none.</exception>
    public async ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken)
    {
        AccessToken? known = Volatile.Read(ref _current);
        return known is not null && known.IsFresh(time.GetUtcNow()) ? known : await RenewAsync(known, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Called when the service refused <paramref name="refused"/>. True: there is another one now.</summary>
    public async ValueTask<bool> RefreshAsync(AccessToken refused, CancellationToken cancellationToken)
    {
        AccessToken renewed = await RenewAsync(refused, cancellationToken).ConfigureAwait(false);
        return renewed.Value != refused.Value;
    }

    public void Dispose() => _renewal.Dispose();

    /// <summary>Renews unless another caller has already replaced <paramref name="old"/>.</summary>
    private async ValueTask<AccessToken> RenewAsync(AccessToken? old, CancellationToken cancellationToken)
    {
        await _renewal.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            AccessToken? known = _current;
            if (known is not null && !ReferenceEquals(known, old) && known.IsFresh(time.GetUtcNow()))
            {
                return known;
            }

            AccessToken renewed = await source.ObtainAsync(old, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _current, renewed);
            return renewed;
        }
        finally
        {
            _renewal.Release();
        }
    }
}
