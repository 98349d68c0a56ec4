using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.Ttlv;
using Microsoft.Extensions.Logging;

namespace Kmip.Server;

/// <summary>What the dispatcher logs: operations, reasons, fingerprints; never content, and an exception only at Debug.</summary>
internal static partial class DispatchLog
{
    [LoggerMessage(40, LogLevel.Information, "KMIP request malformed: {Error} (client {Fingerprint}).", EventName = "RequestMalformed")]
    public static partial void RequestMalformed(this ILogger logger, TtlvError error, string fingerprint);

    [LoggerMessage(44, LogLevel.Debug, "KMIP request refused: {Reason} (client {Fingerprint}).", EventName = "RequestRefused")]
    public static partial void RequestRefused(this ILogger logger, ResultReason reason, string fingerprint);

    [LoggerMessage(45, LogLevel.Debug, "KMIP request {Correlation} (client {Fingerprint}) has the client correlation value '{Value}'.", EventName = "RequestCorrelated")]
    public static partial void RequestCorrelated(this ILogger logger, string correlation, string fingerprint, string value);

    [LoggerMessage(46, LogLevel.Warning, "KMIP {Operation}: the key provider failed ({Error}). {Message}", EventName = "KeyProviderFailed")]
    public static partial void KeyProviderFailed(this ILogger logger, Operation operation, KeyProviderError error, string message);

    [LoggerMessage(47, LogLevel.Warning, "KMIP {Operation}: the store has no room. {Message}", EventName = "StoreFull")]
    public static partial void StoreFull(this ILogger logger, Operation operation, string message);

    [LoggerMessage(41, LogLevel.Debug, "KMIP {Operation} failed: {Reason} (client {Fingerprint}).", EventName = "OperationFailed")]
    public static partial void OperationFailed(this ILogger logger, Operation operation, ResultReason reason, string fingerprint);

    [LoggerMessage(42, LogLevel.Error, "KMIP {Operation} failed inside the server ({Kind}, correlation {Correlation}); details are logged at Debug.", EventName = "OperationBroken")]
    public static partial void OperationBroken(this ILogger logger, Operation operation, string kind, Guid correlation);

    [LoggerMessage(43, LogLevel.Debug, "Details of correlation {Correlation}.", EventName = "OperationBrokenDetails")]
    public static partial void OperationBrokenDetails(this ILogger logger, Guid correlation, Exception exception);
}
