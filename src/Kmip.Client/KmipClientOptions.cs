using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Kmip.Protocol;

namespace Kmip.Client;

/// <summary>How a <see cref="KmipClient"/> reaches its server, what it accepts and how long it waits.</summary>
public sealed class KmipClientOptions
{
    /// <summary>The port that IANA assigned to KMIP.</summary>
    public const int DefaultPort = 5696;

    /// <summary>The server's host name or IP address. Its certificate must name exactly this.</summary>
    public required string Host { get; init; }

    /// <summary>The server's port, 1 to 65535.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The client's certificate with its private key; null only where the server asks for none. It stays the caller's.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>
    /// The certificate authorities the server's certificate must come from; when there is any, those of the machine count no more. Empty: those
    /// of the machine.
    /// </summary>
    public IReadOnlyList<X509Certificate2> TrustedAuthorities { get; init; } = [];

    /// <summary>Whether the server's certificate is looked up in revocation lists, which needs access to them.</summary>
    public X509RevocationMode RevocationMode { get; init; } = X509RevocationMode.NoCheck;

    /// <summary>The TLS versions offered. The profiles ask for TLS 1.2 at least (KMIP 2.1 Profiles section 3.1).</summary>
    public SslProtocols TlsProtocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>How long connecting may take, from the look-up of the name to the version agreed on.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one request may take, from its first byte sent to the last byte of the answer.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest answer accepted, in bytes with its header: a hostile server could otherwise make the client fill its memory. Memory is taken as
    /// the bytes arrive, never on the word of a length.
    /// </summary>
    public int MaximumResponseSize { get; init; } = 1024 * 1024;

    /// <summary>
    /// The versions the client is ready to speak, best first. One: it is used as it is. Several: the server is asked with Discover Versions.
    /// </summary>
    public IReadOnlyList<KmipVersion> Versions { get; init; } = KmipVersion.Supported;

    /// <summary>The clock for the timeouts.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Opens the byte stream to the server in place of TCP and TLS, for tests and other transports. Whoever sets it answers for the
    /// confidentiality of the stream and the identity of the server.
    /// </summary>
    public Func<CancellationToken, ValueTask<Stream>>? OpenStream { get; init; }

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Host);
        ArgumentOutOfRangeException.ThrowIfLessThan(Port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, 65535);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RequestTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumResponseSize, 64);
        if (Versions.Count == 0)
        {
            throw new ArgumentException("Name at least one protocol version.", nameof(Versions));
        }

        if (ClientCertificate is { HasPrivateKey: false })
        {
            throw new ArgumentException("The client certificate has no private key.", nameof(ClientCertificate));
        }
    }
}
