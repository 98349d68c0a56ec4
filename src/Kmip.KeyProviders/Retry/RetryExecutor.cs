using System.Security.Cryptography;

namespace Kmip.KeyProviders;

/// <summary>
/// Runs the attempts of one call under a <see cref="RetryPolicy"/>: one outer deadline, full jitter between attempts, the service's
/// Retry-After honoured as far as the deadline allows, credentials refreshed at most once. Safe for concurrent calls.
/// </summary>
/// <param name="policy">The budget.</param>
/// <param name="timeProvider">The clock of the deadline and of the waits.</param>
/// <param name="jitter">Numbers from 0 (included) to 1 (excluded) that scale the waits; cryptographic randomness unless given.</param>
public sealed class RetryExecutor(RetryPolicy policy, TimeProvider timeProvider, Func<double>? jitter = null)
{
    /// <summary>A wait the service asked for must leave this much of the deadline for the attempt after it.</summary>
    private static readonly TimeSpan LeastAttemptTime = TimeSpan.FromMilliseconds(500);

    private readonly Func<double> _jitter = jitter ?? RandomFraction;

    /// <summary>The budget.</summary>
    public RetryPolicy Policy => policy;

    /// <summary>Runs <paramref name="attempt"/> until it succeeds, fails for good, or the budget is used up.</summary>
    /// <param name="attempt">
    /// One attempt, without retries of its own. It reports failures as <see cref="KeyProviderException"/>. Its token is cancelled when its time
    /// is up; one that goes on regardless is left behind, so it must itself clear what it would have returned.
    /// </param>
    /// <param name="refreshCredentials">
    /// Called once, when an attempt failed with <see cref="KeyProviderError.CredentialsRejected"/>. True: there may be newer credentials, try
    /// again at once. Null: credentials cannot be refreshed.
    /// </param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <exception cref="KeyProviderException">The last failure with the number of attempts, or <see cref="KeyProviderError.DeadlineExceeded"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<T> ExecuteAsync<T>(
        Func<CancellationToken, ValueTask<T>> attempt,
        Func<CancellationToken, ValueTask<bool>>? refreshCredentials,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        cancellationToken.ThrowIfCancellationRequested();
        using var call = new RetryCall(policy, timeProvider, cancellationToken);
        Func<CancellationToken, ValueTask<bool>>? refresh = refreshCredentials;
        KeyProviderException? previous = null;
        for (int attempts = 1; ; attempts++)
        {
            try
            {
                return await call.RunAsync(attempt).ConfigureAwait(false);
            }
            catch (KeyProviderException failure)
            {
                call.ThrowIfCancelledByCaller();
                if (call.IsOver)
                {
                    throw call.DeadlineExceeded().After(attempts, failure.Error == KeyProviderError.DeadlineExceeded ? previous : failure);
                }

                bool mayRefresh = refresh is not null && failure.Error == KeyProviderError.CredentialsRejected;
                if (attempts >= policy.MaximumAttempts || !(mayRefresh || failure.IsTransient))
                {
                    throw failure.After(attempts, previous);
                }

                previous = failure.After(attempts);
            }

            if (previous.Error == KeyProviderError.CredentialsRejected)
            {
                await RefreshAsync(call, refresh!, previous).ConfigureAwait(false);
                refresh = null;
            }
            else
            {
                await call.WaitAsync(WaitBefore(attempts + 1, previous.RetryAfter, call.Left)).ConfigureAwait(false);
            }

            if (call.IsOver)
            {
                throw call.DeadlineExceeded().After(attempts, previous);
            }
        }
    }

    /// <summary>
    /// The wait before an attempt. A wait the service asked for is kept where it leaves time for an attempt; an absurd one is cut to an even
    /// share of what is left, so that every attempt of the policy still fits. Other waits are random between zero and a doubling bound, so that
    /// many clients do not come back at once.
    /// </summary>
    internal TimeSpan WaitBefore(int attempt, TimeSpan? retryAfter, TimeSpan left)
    {
        TimeSpan share = left / (policy.MaximumAttempts - attempt + 2);
        if (retryAfter is { } asked && asked > TimeSpan.Zero)
        {
            return asked < left - LeastAttemptTime ? asked : share;
        }

        double bound = policy.BaseDelay.TotalMilliseconds * Math.Pow(2, attempt - 2);
        TimeSpan wait = TimeSpan.FromMilliseconds(Math.Min(bound, policy.MaximumDelay.TotalMilliseconds) * _jitter());
        return wait < share ? wait : share;
    }

    private static async ValueTask RefreshAsync(RetryCall call, Func<CancellationToken, ValueTask<bool>> refresh, KeyProviderException rejected)
    {
        bool refreshed;
        try
        {
            refreshed = await call.RunAsync(refresh).ConfigureAwait(false);
        }
        catch (KeyProviderException e)
        {
            throw e.After(rejected.Attempts, rejected);
        }

        if (!refreshed)
        {
            throw rejected;
        }
    }

    private static double RandomFraction()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt32(bytes) / (uint.MaxValue + 1.0);
    }
}
