namespace Kmip.Client;

/// <summary>Why no answer came, or no answer that can be used.</summary>
public enum KmipConnectionError
{
    /// <summary>The host name has no address.</summary>
    HostNotFound,

    /// <summary>No connection to the address: refused, unreachable, or reset while connecting.</summary>
    ConnectFailed,

    /// <summary>The connection was not ready within <see cref="KmipClientOptions.ConnectTimeout"/>.</summary>
    ConnectTimedOut,

    /// <summary>The server's certificate does not prove that it is the server that was asked for.</summary>
    ServerCertificateRejected,

    /// <summary>The TLS handshake failed for another reason; a server that refuses the client certificate is one.</summary>
    TlsFailed,

    /// <summary>The server closed the connection before its first answer; a server that refuses the client certificate does this with TLS 1.3.</summary>
    ClosedBeforeFirstResponse,

    /// <summary>The server closed the connection before or inside an answer, after earlier answers.</summary>
    Closed,

    /// <summary>No answer within <see cref="KmipClientOptions.RequestTimeout"/>. Whether the server carried the request out is not known.</summary>
    RequestTimedOut,

    /// <summary>The answer is not a KMIP message, or not one of the version and operation that was asked for.</summary>
    InvalidResponse,

    /// <summary>The answer announces more bytes than <see cref="KmipClientOptions.MaximumResponseSize"/>.</summary>
    ResponseTooLarge,

    /// <summary>The server speaks none of <see cref="KmipClientOptions.Versions"/>.</summary>
    NoCommonVersion,
}
