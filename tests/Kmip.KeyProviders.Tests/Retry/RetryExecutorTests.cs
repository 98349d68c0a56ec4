using Microsoft.Extensions.Time.Testing;

namespace Kmip.KeyProviders.Tests.Retry;

/// <summary>Attempts, waits and refreshes, on a clock of our own: no test waits.</summary>
public sealed class RetryExecutorTests
{
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly List<DateTimeOffset> _attempts = [];

    [Theory]
    [Trait("Abuse", "A118")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Transient_failures_are_retried_until_success(int failures)
    {
        Assert.Equal("done", await RunAsync(n => n <= failures ? Throttled() : null));
        Assert.Equal(failures + 1, _attempts.Count);
    }

    [Fact]
    [Trait("Abuse", "A117")]
    public async Task The_fourth_failure_is_the_last_and_carries_the_count()
    {
        KeyProviderException failure = await FailsAsync(_ => Throttled());
        Assert.Equal(KeyProviderError.Throttled, failure.Error);
        Assert.Equal(4, failure.Attempts);
        Assert.Equal(4, _attempts.Count);
        Assert.Contains("after 4 attempts", failure.Message, StringComparison.Ordinal);
    }

    public static TheoryData<KeyProviderError> Final =>
        [.. Enum.GetValues<KeyProviderError>().Where(e => !new KeyProviderException(e, "x").IsTransient && e != KeyProviderError.DeadlineExceeded)];

    [Theory]
    [Trait("Abuse", "A117")]
    [MemberData(nameof(Final))]
    public async Task Everything_else_ends_the_call_at_once(KeyProviderError error)
    {
        KeyProviderException failure = await FailsAsync(_ => new KeyProviderException(error, "no"));
        Assert.Equal(error, failure.Error);
        Assert.Equal(1, failure.Attempts);
        Assert.Single(_attempts);
    }

    [Fact]
    public async Task Only_throttling_unavailability_and_checksums_are_transient()
    {
        Assert.Equal(
            [KeyProviderError.Throttled, KeyProviderError.Unavailable, KeyProviderError.IntegrityCheckFailed],
            Enum.GetValues<KeyProviderError>().Where(e => new KeyProviderException(e, "x").IsTransient));
        Assert.Equal("done", await RunAsync(n => n == 1 ? new KeyProviderException(KeyProviderError.IntegrityCheckFailed, "crc") : null));
    }

    [Fact]
    public async Task Credentials_are_refreshed_once()
    {
        int refreshes = 0;
        Func<CancellationToken, ValueTask<bool>> refresh = _ => { refreshes++; return ValueTask.FromResult(true); };
        Assert.Equal("done", await RunAsync(n => n == 1 ? Rejected() : null, refresh));
        Assert.Equal((1, 2), (refreshes, _attempts.Count));

        _attempts.Clear();
        KeyProviderException failure = await FailsAsync(_ => Rejected(), refresh);
        Assert.Equal(KeyProviderError.CredentialsRejected, failure.Error);
        Assert.Equal((2, 2, 2), (refreshes, failure.Attempts, _attempts.Count));
    }

    [Fact]
    public async Task Without_newer_credentials_there_is_no_second_attempt()
    {
        Assert.Equal(1, (await FailsAsync(_ => Rejected(), _ => ValueTask.FromResult(false))).Attempts);
        Assert.Equal(1, (await FailsAsync(_ => Rejected(), null)).Attempts);
        KeyProviderException failure = await FailsAsync(
            _ => Rejected(), _ => ValueTask.FromException<bool>(new KeyProviderException(KeyProviderError.AccessDenied, "role")));
        Assert.Equal(KeyProviderError.AccessDenied, failure.Error);
        Assert.Equal(KeyProviderError.CredentialsRejected, Assert.IsType<KeyProviderException>(failure.InnerException).Error);
    }

    [Fact]
    [Trait("Abuse", "A118")]
    public async Task A_wait_the_service_asks_for_is_kept()
    {
        await RunAsync(n => n == 1 ? Throttled(TimeSpan.FromSeconds(1)) : null);
        Assert.InRange(_attempts[1] - _attempts[0], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
    }

    [Fact]
    [Trait("Abuse", "A118")]
    public async Task An_absurd_wait_is_cut_so_that_all_attempts_fit()
    {
        DateTimeOffset start = _time.GetUtcNow();
        KeyProviderException failure = await FailsAsync(_ => Throttled(TimeSpan.FromHours(1)));
        Assert.Equal(4, failure.Attempts);
        Assert.Equal(KeyProviderError.Throttled, failure.Error);
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.Zero, RetryPolicy.WhileClientWaits.Deadline);
    }

    [Fact]
    public async Task Waits_grow_by_doubling_are_jittered_and_capped()
    {
        var policy = new RetryPolicy { Deadline = TimeSpan.FromMinutes(5), MaximumAttempts = 10 };
        var executor = new RetryExecutor(policy, _time, () => 0.5);
        IEnumerable<double> waits = Enumerable.Range(2, 9).Select(n => executor.WaitBefore(n, null, policy.Deadline).TotalMilliseconds);
        Assert.Equal([50, 100, 200, 400, 800, 1000, 1000, 1000, 1000], waits);
        Assert.Equal(TimeSpan.Zero, new RetryExecutor(policy, _time, () => 0).WaitBefore(5, null, policy.Deadline));
        Assert.All(
            Enumerable.Range(0, 200),
            _ => Assert.InRange(new RetryExecutor(policy, _time).WaitBefore(2, null, policy.Deadline).TotalMilliseconds, 0, 100));
        await Task.CompletedTask;
    }

    private static KeyProviderException Throttled(TimeSpan? retryAfter = null) => new(KeyProviderError.Throttled, "busy") { RetryAfter = retryAfter };

    private static KeyProviderException Rejected() => new(KeyProviderError.CredentialsRejected, "old");

    private async Task<string> RunAsync(Func<int, KeyProviderException?> fail, Func<CancellationToken, ValueTask<bool>>? refresh = null)
    {
        var executor = new RetryExecutor(RetryPolicy.WhileClientWaits, _time, () => 0.9);
        Task<string> call = executor.ExecuteAsync(
            _ =>
            {
                _attempts.Add(_time.GetUtcNow());
                return fail(_attempts.Count) is { } failure ? ValueTask.FromException<string>(failure) : ValueTask.FromResult("done");
            },
            refresh,
            CancellationToken.None).AsTask();
        await _time.RunUntilAsync(call);
        return await call;
    }

    private async Task<KeyProviderException> FailsAsync(Func<int, KeyProviderException?> fail, Func<CancellationToken, ValueTask<bool>>? refresh = null) =>
        await Assert.ThrowsAsync<KeyProviderException>(() => RunAsync(fail, refresh));
}
