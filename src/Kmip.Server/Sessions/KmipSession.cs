using System.IO.Pipelines;
using Microsoft.Extensions.Logging;

namespace Kmip.Server;

/// <summary>
/// The engine of a connection: takes messages out of a pipe, has each answered in order, and holds the client to its limits. It knows no
/// sockets and no TLS: a transport hands it an established, authenticated pipe. One instance serves any number of connections at once.
/// </summary>
public sealed class KmipSession
{
    private readonly IFrameHandler _handler;
    private readonly KmipSessionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<KmipSession> _logger;

    /// <summary>An engine over a handler.</summary>
    /// <param name="handler">Answers the messages; the dispatcher, outside tests.</param>
    /// <param name="options">The limits; read at the start of each connection, not to be changed afterwards.</param>
    /// <param name="time">The clock of every timeout.</param>
    /// <param name="logger">Receives how sessions end. No message content is logged, at no level.</param>
    public KmipSession(IFrameHandler handler, KmipSessionOptions options, TimeProvider time, ILogger<KmipSession> logger)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        _handler = handler;
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <summary>
    /// Serves one connection until it ends, then completes both directions of <paramref name="transport"/>. Never throws: what goes wrong is
    /// the returned reason and a log line.
    /// </summary>
    /// <param name="transport">The connection, after its handshake.</param>
    /// <param name="client">Who the handshake established.</param>
    /// <param name="closing">Ends when the server stops: messages that have arrived whole are still answered, then the session ends.</param>
    public async Task<SessionEnd> RunAsync(IDuplexPipe transport, ClientIdentity client, CancellationToken closing)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(client);
        using var connection = new SessionConnection(transport, client, _handler, _options, _time, _logger);
        SessionEnd end = await connection.RunAsync(closing).ConfigureAwait(false);
        _logger.SessionEnded(LevelOf(end), end, client.Fingerprint);
        return end;
    }

    private static LogLevel LevelOf(SessionEnd end) => end switch
    {
        SessionEnd.RequestAbandoned or SessionEnd.InternalError => LogLevel.Error,
        SessionEnd.ClientRefused => LogLevel.Warning,
        SessionEnd.ClientClosed or SessionEnd.ConnectionLost or SessionEnd.ServerClosing or SessionEnd.Truncated => LogLevel.Debug,
        _ => LogLevel.Information,
    };
}
