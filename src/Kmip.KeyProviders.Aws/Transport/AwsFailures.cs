using System.Net.Http.Headers;

namespace Kmip.KeyProviders.Aws;

/// <summary>Turns answers and broken connections into failures in our own words. The table of codes is <see cref="AwsErrorTable"/>.</summary>
internal static class AwsFailures
{
    /// <summary>AWS accepts signatures up to 5 minutes old or early; from here on the clock is the likely reason of a refusal.</summary>
    private static readonly TimeSpan SuspiciousSkew = TimeSpan.FromMinutes(4);

    public static string NameOf(AwsService service) => service == AwsService.Kms ? "KMS" : "STS";

    public static KeyProviderException FromAnswer(AwsService service, HttpResponseMessage response, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        string? code = AwsAnswer.ErrorCode(body);
        int status = (int)response.StatusCode;
        if (code is null && status is >= 400 and < 500 and not (401 or 429))
        {
            return new KeyProviderException(
                KeyProviderError.Unavailable, $"Something other than AWS {NameOf(service)} answered with HTTP status {status}.")
            {
                Remedy = "Check the endpoint, and proxies and firewalls on the way.",
                RetryAfter = RetryAfter(response.Headers.RetryAfter, now),
            };
        }

        KeyProviderError error = AwsErrorTable.Classify(code, response.StatusCode);
        (string message, string? remedy) = AwsErrorTable.Describe(error, service);
        TimeSpan? skew = error == KeyProviderError.CredentialsRejected ? Skew(response.Headers.Date, now) : null;
        if (skew is { } off)
        {
            string direction = off > TimeSpan.Zero ? "fast" : "slow";
            message += $" This machine's clock is {Math.Abs(off.TotalMinutes):0} minutes {direction}, which makes every signature invalid.";
            remedy = "Set the clock.";
        }

        return new KeyProviderException(error, message)
        {
            CloudCode = code,
            Remedy = remedy,
            RetryAfter = RetryAfter(response.Headers.RetryAfter, now),
        };
    }

    public static KeyProviderException Connection(HttpRequestError error, AwsService service)
    {
        (string what, string remedy) = error switch
        {
            HttpRequestError.NameResolutionError => ("cannot be found: its name does not resolve", "Check the region, the endpoint and DNS."),
            HttpRequestError.ConnectionError => ("cannot be reached: no connection", "Check the endpoint, the network path and whether a proxy is needed."),
            HttpRequestError.SecureConnectionError => ("cannot be trusted: TLS failed", "Check the machine's trusted certificates and what intercepts TLS on the way."),
            HttpRequestError.ProxyTunnelError => ("cannot be reached: the proxy refused the tunnel", "Check the proxy."),
            _ => ("broke the connection off", "Check the network path."),
        };
        return new KeyProviderException(KeyProviderError.Unavailable, $"AWS {NameOf(service)} {what}.") { Remedy = remedy };
    }

    public static KeyProviderException Redirected(AwsService service) => Broken(service, "answered with a redirect, which is never followed");

    public static KeyProviderException BrokenOff(AwsService service) => Broken(service, "broke off within its answer");

    public static KeyProviderException TooLong(AwsService service) => Broken(service, "sent an answer longer than any it has");

    public static KeyProviderException NotAnAnswer(AwsService service) => Broken(service, "sent something that is not one of its answers");

    private static KeyProviderException Broken(AwsService service, string what) =>
        new(KeyProviderError.Unavailable, $"AWS {NameOf(service)}, or what answers in its place, {what}.")
        {
            Remedy = "Check the endpoint, and proxies and firewalls on the way.",
        };

    private static TimeSpan? Skew(DateTimeOffset? theirs, DateTimeOffset ours) =>
        theirs is { } date && (ours - date).Duration() >= SuspiciousSkew ? ours - date : null;

    /// <summary>Seconds or a date; what is neither, or not in the future, counts as not said.</summary>
    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        TimeSpan? wait = header?.Delta ?? (header?.Date is { } date ? date - now : null);
        return wait > TimeSpan.Zero ? wait : null;
    }
}
