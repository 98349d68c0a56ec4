namespace Kmip.KeyProviders.Aws;

/// <summary>
/// Gives the current credentials, renews them before they end, and renews them once more when the service has refused them. Concurrent callers
/// share one renewal.
/// </summary>
internal abstract class AwsCredentialSource(TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _renewal = new(1, 1);
    private AwsKeys? _current;

    /// <summary>The credentials to sign with.</summary>
    /// <exception cref="KeyProviderException">There are none, or the service that issues them failed.</exception>
    public async ValueTask<AwsKeys> GetAsync(CancellationToken cancellationToken)
    {
        AwsKeys? known = Volatile.Read(ref _current);
        return known is not null && known.IsFresh(time.GetUtcNow())
            ? known
            : await RenewAsync(known, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Called when the service refused <paramref name="rejected"/>. True: there are others now.</summary>
    public async ValueTask<bool> RefreshAsync(AwsKeys rejected, CancellationToken cancellationToken)
    {
        AwsKeys renewed = await RenewAsync(rejected, cancellationToken).ConfigureAwait(false);
        return !renewed.HasSameSecrets(rejected);
    }

    public virtual void Dispose() => _renewal.Dispose();

    /// <summary>Obtains credentials.</summary>
    protected abstract ValueTask<AwsKeys> ObtainAsync(AwsKeys? rejected, CancellationToken cancellationToken);

    /// <summary>Renews unless another caller has already replaced <paramref name="old"/>.</summary>
    private async ValueTask<AwsKeys> RenewAsync(AwsKeys? old, CancellationToken cancellationToken)
    {
        await _renewal.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            AwsKeys? known = _current;
            if (known is not null && !ReferenceEquals(known, old) && known.IsFresh(time.GetUtcNow()))
            {
                return known;
            }

            AwsKeys renewed = await ObtainAsync(old, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _current, renewed);
            return renewed;
        }
        finally
        {
            _renewal.Release();
        }
    }
}
