using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>The limits of one connection. The defaults suit an open network; each says which attack or accident it stops.</summary>
public sealed class KmipSessionOptions
{
    /// <summary>
    /// How long a connection may stay open between messages. Stops clients from parking connections for ever. Generous, because database
    /// servers keep a connection and use it rarely. <see cref="Timeout.InfiniteTimeSpan"/> switches it off.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How long a message may take from its first byte until the minimum rate is asked of it; the eight bytes of its header must be complete
    /// by then. Stops half a message followed by silence, and one byte now and then.
    /// </summary>
    public TimeSpan ReceiveGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After the grace, every window of this length must bring <see cref="MinimumBytesPerSecond"/>. Stops slow drips of a large message.</summary>
    public TimeSpan ReceiveWindow { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>The least rate, in bytes per second, at which a message must arrive.</summary>
    public int MinimumBytesPerSecond { get; set; } = 240;

    /// <summary>How long a request may be worked on. Stops requests that hang in a store or a cloud from holding a connection.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after <see cref="RequestTimeout"/> a handler that does not heed its cancellation is waited for before the connection is closed.</summary>
    public TimeSpan AbandonGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the client may take to accept a response. Stops clients that ask and never read, which would pin the response in memory.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The limits of a message; the length is checked from the header, before anything is buffered. Stops huge claims.</summary>
    public TtlvLimits Limits { get; set; } = TtlvLimits.Default;

    /// <summary>Asked before every request; by default the validity of the client's certificate.</summary>
    public IClientRecheck Recheck { get; set; } = CertificateValidityRecheck.Instance;
}
