namespace Kmip.KeyProviders.Azure;

/// <summary>
/// Keeps the current token and what the vault wants of one, renews it before it ends, and once more when the vault has refused it, with the claims
/// the vault asked for. Concurrent callers share one renewal.
/// </summary>
internal sealed class VaultTokens(KeyVaultClient vault, AzureCredentialSource source, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _renewal = new(1, 1);
    private VaultToken? _current;
    private VaultChallenge? _challenge;

    /// <summary>A token to send.</summary>
    /// <exception cref="KeyProviderException">There is none.</exception>
    public async ValueTask<VaultToken> GetAsync(CancellationToken cancellationToken)
    {
        VaultToken? known = Volatile.Read(ref _current);
        return known is not null && known.IsFresh(time.GetUtcNow()) ? known : await RenewAsync(known, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Called when the vault refused <paramref name="refused"/>. True: there is another one now.</summary>
    public async ValueTask<bool> RefreshAsync(VaultToken refused, CancellationToken cancellationToken)
    {
        VaultToken renewed = await RenewAsync(refused, cancellationToken).ConfigureAwait(false);
        return renewed.Value != refused.Value;
    }

    public void Dispose() => _renewal.Dispose();

    /// <summary>Renews unless another caller has already replaced <paramref name="old"/>.</summary>
    private async ValueTask<VaultToken> RenewAsync(VaultToken? old, CancellationToken cancellationToken)
    {
        await _renewal.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            VaultToken? known = _current;
            if (known is not null && !ReferenceEquals(known, old) && known.IsFresh(time.GetUtcNow()))
            {
                return known;
            }

            VaultChallenge challenge = old?.Refusal ?? _challenge ?? await vault.ChallengeAsync(cancellationToken).ConfigureAwait(false);
            _challenge = challenge with { Claims = null };
            VaultToken renewed = await source.ObtainAsync(challenge, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _current, renewed);
            return renewed;
        }
        finally
        {
            _renewal.Release();
        }
    }
}
