namespace Kmip.Server;

/// <summary>
/// Judges how fast a client sends. Between messages only the idle timeout runs. The first byte of a message starts the grace; when it has
/// passed, and after every window that follows, the bytes that came in must have reached the minimum rate.
/// </summary>
internal sealed class ReceiveClock(KmipSessionOptions options, TimeProvider time)
{
    private bool _inMessage;
    private long _since = time.GetTimestamp();
    private TimeSpan _window = options.IdleTimeout;
    private long _lengthAtStart;
    private long _length;

    /// <summary>A message was answered, or the session begins: <paramref name="buffered"/> bytes of the next one are already here.</summary>
    public void Restart(long buffered)
    {
        _inMessage = buffered > 0;
        _since = time.GetTimestamp();
        _window = _inMessage ? options.ReceiveGrace : options.IdleTimeout;
        _lengthAtStart = 0;
        _length = buffered;
    }

    /// <summary>The incomplete message now has <paramref name="buffered"/> bytes.</summary>
    public void Received(long buffered)
    {
        if (!_inMessage && buffered > 0)
        {
            Restart(buffered);
        }

        _length = buffered;
    }

    /// <summary>The time until <see cref="Check"/> has something to say; infinite where no limit runs.</summary>
    public TimeSpan UntilCheck()
    {
        if (_window == Timeout.InfiniteTimeSpan)
        {
            return Timeout.InfiniteTimeSpan;
        }

        TimeSpan left = _window - time.GetElapsedTime(_since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Null while the client is fast enough, else how the session must end.</summary>
    public SessionEnd? Check()
    {
        if (_window == Timeout.InfiniteTimeSpan || time.GetElapsedTime(_since) < _window)
        {
            return null;
        }

        if (!_inMessage)
        {
            return SessionEnd.IdleTimeout;
        }

        if (_length - _lengthAtStart < options.MinimumBytesPerSecond * _window.TotalSeconds)
        {
            return SessionEnd.ReceiveTimeout;
        }

        _since = time.GetTimestamp();
        _lengthAtStart = _length;
        _window = options.ReceiveWindow;
        return null;
    }
}
