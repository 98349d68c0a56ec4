using Microsoft.Extensions.Logging;

namespace Kmip.Server;

/// <summary>What sessions log: reasons and fingerprints, never content and never an exception above Debug.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(EventId = 1, Message = "KMIP session ended: {End} (client {Fingerprint}).", EventName = "SessionEnded")]
    public static partial void SessionEnded(this ILogger logger, LogLevel level, SessionEnd end, string fingerprint);

    [LoggerMessage(2, LogLevel.Warning, "KMIP client {Fingerprint} refused: {Reason}.", EventName = "ClientRefused")]
    public static partial void ClientRefused(this ILogger logger, string fingerprint, string reason);

    [LoggerMessage(3, LogLevel.Error, "A KMIP session failed inside the server ({Kind}, correlation {Correlation}); details are logged at Debug.", EventName = "SessionFailed")]
    public static partial void SessionFailed(this ILogger logger, string kind, Guid correlation);

    [LoggerMessage(4, LogLevel.Debug, "Details of correlation {Correlation}.", EventName = "SessionFailedDetails")]
    public static partial void SessionFailedDetails(this ILogger logger, Guid correlation, Exception exception);

    [LoggerMessage(5, LogLevel.Information, "KMIP framing lost: {Reason} (client {Fingerprint}).", EventName = "FramingLost")]
    public static partial void FramingLost(this ILogger logger, string reason, string fingerprint);
}
