namespace Kmip.KeyProviders.Http;

/// <summary>
/// The bottom of every HTTP client that talks to a key service or to what issues its credentials. Everything that would send a request anywhere
/// but to the host that was chosen is off.
/// </summary>
public static class KeyServiceSockets
{
    /// <summary>Answers of key services have some 20 header fields; more is meant to fill memory. In kilobytes.</summary>
    private const int MaximumHeadersLength = 32;

    /// <summary>Creates the handler. The caller disposes it.</summary>
    /// <param name="connectTimeout">The longest time for a connection with its TLS handshake; more than zero.</param>
    /// <param name="useEnvironmentProxy">
    /// Honours <c>HTTPS_PROXY</c> and its relatives. False unless the operator asked for it: who can set a variable could otherwise read along.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="connectTimeout"/> is zero or less.</exception>
    public static SocketsHttpHandler Create(TimeSpan connectTimeout, bool useEnvironmentProxy)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(connectTimeout, TimeSpan.Zero);
        return new SocketsHttpHandler
        {
            // A redirect would carry the credentials, and an unwrapped key in the answer, to a host nobody chose.
            AllowAutoRedirect = false,
            UseProxy = useEnvironmentProxy,
            UseCookies = false,
            MaxResponseHeadersLength = MaximumHeadersLength,
            // The rest of an answer that was given up on is not read: a service that never stops would keep us at it.
            MaxResponseDrainSize = 0,
            ConnectTimeout = connectTimeout,
            // A name that moved to other addresses is seen after this time.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
    }
}
