namespace Kmip.Server;

/// <summary>Why a session ended: the word in its log line and in metrics.</summary>
public enum SessionEnd
{
    /// <summary>The client closed between two messages.</summary>
    ClientClosed,

    /// <summary>The client closed, or the connection broke, inside a message.</summary>
    Truncated,

    /// <summary>The connection was reset or failed.</summary>
    ConnectionLost,

    /// <summary>The server is closing; what was already received has been answered.</summary>
    ServerClosing,

    /// <summary>Nothing was sent for <see cref="KmipSessionOptions.IdleTimeout"/>.</summary>
    IdleTimeout,

    /// <summary>A message arrived too slowly or not at all after its first byte.</summary>
    ReceiveTimeout,

    /// <summary>A handler did not return in time, not even after its cancellation.</summary>
    RequestAbandoned,

    /// <summary>The client did not take its response in time.</summary>
    SendTimeout,

    /// <summary>The first bytes of a message were not those of a KMIP request.</summary>
    FramingLost,

    /// <summary>The client is no longer welcome.</summary>
    ClientRefused,

    /// <summary>A defect in the server: logged with its correlation identifier.</summary>
    InternalError,
}
