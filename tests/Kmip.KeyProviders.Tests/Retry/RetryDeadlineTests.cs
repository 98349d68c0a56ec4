using Microsoft.Extensions.Time.Testing;

namespace Kmip.KeyProviders.Tests.Retry;

/// <summary>The outer deadline holds whatever the attempts do.</summary>
[Trait("Abuse", "A117")]
public sealed class RetryDeadlineTests
{
    private static readonly RetryPolicy Policy = new() { Deadline = TimeSpan.FromSeconds(4) };
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Attempts_that_hang_end_with_the_deadline()
    {
        int attempts = 0;
        DateTimeOffset start = _time.GetUtcNow();
        KeyProviderException failure = await FailsAsync(async token =>
        {
            attempts++;
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        });
        Assert.Equal(KeyProviderError.DeadlineExceeded, failure.Error);
        Assert.Equal(attempts, failure.Attempts);
        Assert.InRange(attempts, 2, 3);
        Assert.InRange(_time.GetUtcNow() - start, Policy.Deadline, Policy.Deadline + TimeSpan.FromSeconds(1));
        Assert.Equal(KeyProviderError.Unavailable, Assert.IsType<KeyProviderException>(failure.InnerException).Error);
    }

    [Fact]
    public async Task Attempts_that_ignore_their_token_are_left_behind()
    {
        var never = new TaskCompletionSource<int>();
        KeyProviderException failure = await FailsAsync(_ => new ValueTask<int>(never.Task));
        Assert.Equal(KeyProviderError.DeadlineExceeded, failure.Error);
        never.SetException(new InvalidOperationException("late"));
    }

    [Fact]
    public async Task One_attempt_gets_the_whole_deadline()
    {
        var policy = new RetryPolicy { Deadline = TimeSpan.FromSeconds(4), MaximumAttempts = 1 };
        DateTimeOffset start = _time.GetUtcNow();
        Task<int> call = new RetryExecutor(policy, _time).ExecuteAsync(
            async token =>
            {
                await Task.Delay(TimeSpan.FromSeconds(3.9), _time, token);
                return 7;
            },
            null,
            CancellationToken.None).AsTask();
        await _time.RunUntilAsync(call);
        Assert.Equal(7, await call);
        Assert.True(_time.GetUtcNow() - start < policy.Deadline);
    }

    [Fact]
    public async Task The_callers_cancellation_wins_within_an_attempt_and_within_a_wait()
    {
        using var during = new CancellationTokenSource();
        Task<int> call = Run(token => new ValueTask<int>(Task.Delay(Timeout.Infinite, token).ContinueWith(_ => 0, TaskScheduler.Default)), during.Token);
        await during.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        using var between = new CancellationTokenSource();
        call = Run(
            _ => ValueTask.FromException<int>(new KeyProviderException(KeyProviderError.Throttled, "busy") { RetryAfter = TimeSpan.FromSeconds(3) }),
            between.Token);
        await between.CancelAsync();
        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(between.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task Other_exceptions_pass_unchanged() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Run(_ => throw new ArgumentException("mistake"), CancellationToken.None));

    [Fact]
    public void Nonsense_is_no_policy()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { Deadline = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { MaximumAttempts = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy { AttemptTimeout = TimeSpan.FromDays(1) });
        Assert.Equal((TimeSpan.FromSeconds(10), 4), (RetryPolicy.AtStart.Deadline, RetryPolicy.AtStart.MaximumAttempts));
        Assert.Equal((TimeSpan.FromSeconds(4), 4), (RetryPolicy.WhileClientWaits.Deadline, RetryPolicy.WhileClientWaits.MaximumAttempts));
    }

    private Task<int> Run(Func<CancellationToken, ValueTask<int>> attempt, CancellationToken cancellationToken) =>
        new RetryExecutor(Policy, _time, () => 0.5).ExecuteAsync(attempt, null, cancellationToken).AsTask();

    private async Task<KeyProviderException> FailsAsync(Func<CancellationToken, ValueTask<int>> attempt)
    {
        Task<int> call = Run(attempt, CancellationToken.None);
        await _time.RunUntilAsync(call);
        return await Assert.ThrowsAsync<KeyProviderException>(() => call);
    }
}
