namespace Kmip.KeyProviders.Http;

/// <summary>
/// What goes wrong below a service's own answers, in words that are the same for every service. All of these are
/// <see cref="KeyProviderError.Unavailable"/>, so they are retried.
/// </summary>
public static class KeyServiceFailures
{
    private const string OnTheWay = "Check the endpoint, and proxies and firewalls on the way.";

    /// <summary>No answer came: the name, the connection, TLS or the proxy failed.</summary>
    /// <param name="service">The service as it is named to people, such as <c>AWS KMS</c>.</param>
    /// <param name="error">Where it failed.</param>
    public static KeyProviderException Connection(string service, HttpRequestError error)
    {
        (string what, string remedy) = error switch
        {
            HttpRequestError.NameResolutionError => ("cannot be found: its name does not resolve", "Check the region, the endpoint and DNS."),
            HttpRequestError.ConnectionError => ("cannot be reached: no connection", "Check the endpoint, the network path and whether a proxy is needed."),
            HttpRequestError.SecureConnectionError => ("cannot be trusted: TLS failed", "Check the machine's trusted certificates and what intercepts TLS on the way."),
            HttpRequestError.ProxyTunnelError => ("cannot be reached: the proxy refused the tunnel", "Check the proxy."),
            _ => ("broke the connection off", "Check the network path."),
        };
        return new KeyProviderException(KeyProviderError.Unavailable, $"{service} {what}.") { Remedy = remedy };
    }

    /// <summary>The answer was a redirect. It was not followed: it would carry the credentials to a host nobody chose.</summary>
    public static KeyProviderException Redirected(string service) => Broken(service, "answered with a redirect, which is never followed");

    /// <summary>The connection ended within the answer.</summary>
    public static KeyProviderException BrokenOff(string service) => Broken(service, "broke off within its answer");

    /// <summary>The answer was longer than <see cref="KeyServiceGuard.MaximumAnswerLength"/>.</summary>
    public static KeyProviderException TooLong(string service) => Broken(service, "sent an answer longer than any it has");

    /// <summary>The status said success, but the body is not what the service sends: an HTML page, half an answer, fields missing.</summary>
    public static KeyProviderException NotAnAnswer(string service) => Broken(service, "sent something that is not one of its answers");

    /// <summary>A failure whose body is not in the service's format: a proxy, a captive portal or another service answered.</summary>
    /// <param name="service">The service as it is named to people.</param>
    /// <param name="status">The HTTP status, 100 to 599.</param>
    /// <param name="retryAfter">What <see cref="RetryAfter.Read"/> gave.</param>
    public static KeyProviderException AnotherAnswered(string service, int status, TimeSpan? retryAfter = null) =>
        new(KeyProviderError.Unavailable, $"Something other than {service} answered with HTTP status {status}.")
        {
            Remedy = OnTheWay,
            RetryAfter = retryAfter,
        };

    private static KeyProviderException Broken(string service, string what) =>
        new(KeyProviderError.Unavailable, $"{service}, or what answers in its place, {what}.") { Remedy = OnTheWay };
}
