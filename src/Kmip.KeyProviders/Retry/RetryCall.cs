namespace Kmip.KeyProviders;

/// <summary>The time of one call: its deadline, and a token that ends with the deadline or with the caller's token.</summary>
internal sealed class RetryCall : IDisposable
{
    private readonly RetryPolicy _policy;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _either;

    public RetryCall(RetryPolicy policy, TimeProvider time, CancellationToken caller)
    {
        (_policy, _time, _caller) = (policy, time, caller);
        _start = time.GetTimestamp();
        _deadline = new CancellationTokenSource(policy.Deadline, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _deadline.Token);
    }

    public TimeSpan Left => _policy.Deadline - _time.GetElapsedTime(_start);

    public bool IsOver => _deadline.IsCancellationRequested || Left <= TimeSpan.Zero;

    /// <summary>Runs one attempt within its own time limit. Whatever it does, this returns when the limit, the deadline or the caller's token ends it.</summary>
    public async ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> attempt)
    {
        TimeSpan allowed = _policy.EffectiveAttemptTimeout;
        using var timeout = new CancellationTokenSource(allowed, _time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(_either.Token, timeout.Token);
        Task<T>? running = null;
        try
        {
            running = attempt(any.Token).AsTask();
            // An attempt that does not look at its token is left behind, so that the deadline holds whatever a library does.
            return await running.WaitAsync(any.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (any.IsCancellationRequested)
        {
            Observe(running);
            ThrowIfCancelledByCaller();
            throw IsOver ? DeadlineExceeded() : new KeyProviderException(
                KeyProviderError.Unavailable, $"The key service gave no complete answer within {allowed.TotalSeconds:0.###} s.");
        }
    }

    /// <summary>Waits, at most until the deadline.</summary>
    public async ValueTask WaitAsync(TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, _time, _either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Cut short by the deadline (which the caller of this method looks at) or by the caller.
            ThrowIfCancelledByCaller();
        }
    }

    public void ThrowIfCancelledByCaller() => _caller.ThrowIfCancellationRequested();

    public KeyProviderException DeadlineExceeded() => new(
        KeyProviderError.DeadlineExceeded, $"The key service gave no usable answer within {_policy.Deadline.TotalSeconds:0.###} s.")
    {
        Remedy = "Check the network path to the service and its health.",
    };

    public void Dispose()
    {
        _either.Dispose();
        _deadline.Dispose();
    }

    /// <summary>Nobody awaits an attempt that was left behind: its late failure must not surface as an unobserved exception.</summary>
    private static void Observe(Task? running) => running?.ContinueWith(
        static t => _ = t.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
