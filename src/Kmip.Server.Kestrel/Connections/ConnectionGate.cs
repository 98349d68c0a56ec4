using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Kmip.Server.Kestrel;

/// <summary>
/// Counts the connections of an endpoint from accept to end, and among them those that have not proved who they are. What is above a limit
/// is closed before a byte is read and before TLS has allocated anything.
/// </summary>
internal sealed class ConnectionGate(KmipListenOptions options, RefusalLog log)
{
    private int _open;
    private int _unauthenticated;

    /// <summary>The connections open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>The connections of <see cref="Open"/> still in their handshake.</summary>
    public int Unauthenticated => Volatile.Read(ref _unauthenticated);

    /// <summary>Wraps the rest of the endpoint's pipeline.</summary>
    public ConnectionDelegate Around(ConnectionDelegate next) => async context =>
    {
        bool admitted = false;
        Slot? slot = null;
        Interlocked.Increment(ref _open);
        try
        {
            if (Open > options.MaximumConnections)
            {
                log.Refused(LogLevel.Warning, "the limit of connections is reached", null);
            }
            else if (Interlocked.Increment(ref _unauthenticated) > options.MaximumUnauthenticatedConnections)
            {
                Interlocked.Decrement(ref _unauthenticated);
                log.Refused(LogLevel.Warning, "the limit of connections without a finished handshake is reached", null);
            }
            else
            {
                admitted = true;
                slot = new Slot(this);
                context.Features.Set(slot);
            }

            if (admitted)
            {
                await next(context).ConfigureAwait(false);
            }
            else
            {
                context.Abort();
            }
        }
        finally
        {
            slot?.Authenticated();
            Interlocked.Decrement(ref _open);
        }
    };

    /// <summary>One connection's place among the unauthenticated.</summary>
    internal sealed class Slot(ConnectionGate gate)
    {
        private int _released;

        /// <summary>The handshake succeeded, or the connection is over.</summary>
        public void Authenticated()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                Interlocked.Decrement(ref gate._unauthenticated);
            }
        }
    }
}
