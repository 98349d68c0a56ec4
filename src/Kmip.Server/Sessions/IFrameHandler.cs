using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>
/// Turns one whole request message into one whole response message. <see cref="KmipSession"/> calls it for one message at a time and in
/// order; several sessions call it at once.
/// </summary>
public interface IFrameHandler
{
    /// <summary>Handles one message.</summary>
    /// <param name="frame">The message with its header; valid until the task ends, then zeroed by the caller.</param>
    /// <param name="response">An empty writer; what it holds when the task ends is sent. Nothing written: the connection is closed.</param>
    /// <param name="client">Who sent it.</param>
    /// <param name="cancellationToken">Ends at the request timeout. A handler that ignores it loses its connection.</param>
    ValueTask HandleAsync(ReadOnlyMemory<byte> frame, TtlvWriter response, ClientIdentity client, CancellationToken cancellationToken);

    /// <summary>Writes the last message of a connection whose framing is lost: Result Reason Invalid Message (KMIP 1.4 section 11.1).</summary>
    /// <param name="error">What was wrong with the first eight bytes.</param>
    /// <param name="response">An empty writer.</param>
    void WriteFramingError(TtlvException error, TtlvWriter response);
}
