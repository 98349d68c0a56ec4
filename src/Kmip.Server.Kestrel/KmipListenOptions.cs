using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.Server.Kestrel;

/// <summary>How a KMIP endpoint listens: mutual TLS, and the limits that hold before a client has proved who it is.</summary>
public sealed class KmipListenOptions
{
    /// <summary>The server's certificate, asked for at every handshake.</summary>
    public required ServerCertificateSource ServerCertificate { get; init; }

    /// <summary>The authorities client certificates must come from; no other is trusted.</summary>
    public required X509Certificate2Collection ClientAuthorities { get; init; }

    /// <summary>SHA-256 fingerprints of the only client certificates accepted, in hexadecimal; empty: every one of the authorities.</summary>
    public ICollection<string> PinnedClientFingerprints { get; init; } = [];

    /// <summary>
    /// Asked at every handshake with the SHA-256 fingerprint (lower-case hexadecimal) of a certificate that is otherwise accepted, for pins that change
    /// while the server runs (renewal). Answers at once, from memory. Null: <see cref="PinnedClientFingerprints"/> decides alone.
    /// </summary>
    public Func<string, bool>? IsClientAccepted { get; init; }

    /// <summary>
    /// TLS 1.2 and 1.3. TLS 1.3 always sends session tickets on this platform; where clients stumble over them, leave it out.
    /// Nothing older can be chosen.
    /// </summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>
    /// Whether TLS sessions may be resumed. Off by default: every connection then proves its certificate anew, and TLS 1.2 sends no tickets.
    /// </summary>
    public bool AllowResumption { get; init; }

    /// <summary>How long a handshake may take. Stops silent connections and handshakes sent drop by drop.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most connections at once; one more is closed at once. Stops a flood from using up memory and descriptors.</summary>
    public int MaximumConnections { get; init; } = 1_000;

    /// <summary>
    /// The most connections that have not finished their handshake; one more is closed at once. Stops strangers, who need no certificate
    /// for it, from taking the places of clients.
    /// </summary>
    public int MaximumUnauthenticatedConnections { get; init; } = 256;

    /// <summary>The limits of each connection after its handshake.</summary>
    public KmipSessionOptions Session { get; init; } = new();

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">A value cannot work; the message says which.</exception>
    internal void Validate()
    {
        if (Protocols == SslProtocols.None || (Protocols & ~(SslProtocols.Tls12 | SslProtocols.Tls13)) != 0)
        {
            throw new ArgumentException("Protocols must be TLS 1.2, TLS 1.3 or both.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HandshakeTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumUnauthenticatedConnections, 1);
    }
}
