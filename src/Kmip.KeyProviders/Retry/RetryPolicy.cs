namespace Kmip.KeyProviders;

/// <summary>
/// The budget of one call to a key provider: one deadline around everything (credentials, attempts, waits) and a number of attempts.
/// It is the only retry there is; the retries of vendors' libraries are off, since stacked retries multiply.
/// </summary>
public sealed class RetryPolicy
{
    /// <summary>The budget at start and in checks, where nobody waits on a connection: 10 seconds.</summary>
    public static RetryPolicy AtStart { get; } = new() { Deadline = TimeSpan.FromSeconds(10) };

    /// <summary>The budget while a KMIP client waits: 4 seconds, because mongod gives up after 5.</summary>
    public static RetryPolicy WhileClientWaits { get; } = new() { Deadline = TimeSpan.FromSeconds(4) };

    /// <summary>One attempt within 4 seconds.</summary>
    public static RetryPolicy SingleAttempt { get; } = new() { Deadline = TimeSpan.FromSeconds(4), MaximumAttempts = 1 };

    /// <summary>The time for the whole call. More than zero, at most 10 minutes; 4 seconds unless set.</summary>
    public TimeSpan Deadline
    {
        get;
        init => field = Check(value, nameof(Deadline));
    }

    = TimeSpan.FromSeconds(4);

    /// <summary>How often the service is asked, the first time included: 1 to 10; 4 unless set.</summary>
    public int MaximumAttempts
    {
        get;
        init => field = value is >= 1 and <= 10 ? value : throw new ArgumentOutOfRangeException(nameof(MaximumAttempts), value, "1 to 10.");
    }

    = 4;

    /// <summary>
    /// The time for one attempt, so that one hanging connection does not use up the deadline. Null (unless set): all of the deadline where there
    /// is one attempt, else two fifths of it. Never more than what is left.
    /// </summary>
    public TimeSpan? AttemptTimeout
    {
        get;
        init => field = value is null ? null : Check(value.Value, nameof(AttemptTimeout));
    }

    /// <summary>The upper bound of the wait before the second attempt; it doubles with each further one. 100 ms unless set.</summary>
    public TimeSpan BaseDelay
    {
        get;
        init => field = Check(value, nameof(BaseDelay));
    }

    = TimeSpan.FromMilliseconds(100);

    /// <summary>The upper bound of every wait the service did not ask for. 2 s unless set.</summary>
    public TimeSpan MaximumDelay
    {
        get;
        init => field = Check(value, nameof(MaximumDelay));
    }

    = TimeSpan.FromSeconds(2);

    /// <summary>The time one attempt gets when the whole deadline is still left.</summary>
    internal TimeSpan EffectiveAttemptTimeout => AttemptTimeout ?? (MaximumAttempts == 1 ? Deadline : Deadline * 0.4);

    private static TimeSpan Check(TimeSpan value, string name) =>
        value > TimeSpan.Zero && value <= TimeSpan.FromMinutes(10)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "More than zero, at most 10 minutes.");
}
