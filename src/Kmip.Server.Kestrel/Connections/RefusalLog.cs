using Microsoft.Extensions.Logging;

namespace Kmip.Server.Kestrel;

/// <summary>
/// The audit lines of refused connections. At most <see cref="LinesPerSecond"/> are written a second, with the number of those left out:
/// strangers need no certificate to be refused, and must not be able to fill a disk.
/// </summary>
internal sealed partial class RefusalLog(ILogger logger, TimeProvider time)
{
    private const int LinesPerSecond = 10;

    private readonly Lock _gate = new();
    private long _second;
    private int _lines;
    private int _suppressed;

    /// <summary>Writes why a connection was refused.</summary>
    /// <param name="level">How loud.</param>
    /// <param name="reason">Our words; no personal data.</param>
    /// <param name="fingerprint">The certificate's, where one was presented.</param>
    public void Refused(LogLevel level, string reason, string? fingerprint)
    {
        if (!logger.IsEnabled(level))
        {
            return;
        }

        int suppressed;
        lock (_gate)
        {
            long second = time.GetTimestamp() / time.TimestampFrequency;
            if (second != _second)
            {
                _second = second;
                _lines = 0;
            }

            if (++_lines > LinesPerSecond)
            {
                _suppressed++;
                return;
            }

            suppressed = _suppressed;
            _suppressed = 0;
        }

        Write(logger, level, reason, fingerprint ?? "none");
        if (suppressed > 0)
        {
            WriteSuppressed(logger, level, suppressed);
        }
    }

    [LoggerMessage(EventId = 20, Message = "KMIP connection refused: {Reason} (certificate {Fingerprint}).", EventName = "ConnectionRefused")]
    private static partial void Write(ILogger logger, LogLevel level, string reason, string fingerprint);

    [LoggerMessage(EventId = 21, Message = "{Count} more KMIP connections were refused since the line before; their lines were left out.", EventName = "RefusalsSuppressed")]
    private static partial void WriteSuppressed(ILogger logger, LogLevel level, int count);
}
