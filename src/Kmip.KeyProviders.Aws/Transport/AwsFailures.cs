using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Aws;

/// <summary>Turns refusals of the service into failures in our own words. The table of codes is <see cref="AwsErrorTable"/>.</summary>
internal static class AwsFailures
{
    /// <summary>AWS accepts signatures up to 5 minutes old or early; from here on the clock is the likely reason of a refusal.</summary>
    private static readonly TimeSpan SuspiciousSkew = TimeSpan.FromMinutes(4);

    public static string NameOf(AwsService service) => service == AwsService.Kms ? "AWS KMS" : "AWS STS";

    public static KeyProviderException FromAnswer(AwsService service, HttpResponseMessage response, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        string? code = AwsAnswer.ErrorCode(body);
        int status = (int)response.StatusCode;
        if (code is null && status is >= 400 and < 500 and not (401 or 429))
        {
            return KeyServiceFailures.AnotherAnswered(NameOf(service), status, RetryAfter.Read(response.Headers, now));
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
            RetryAfter = RetryAfter.Read(response.Headers, now),
        };
    }

    public static KeyProviderException NotAnAnswer(AwsService service) => KeyServiceFailures.NotAnAnswer(NameOf(service));

    private static TimeSpan? Skew(DateTimeOffset? theirs, DateTimeOffset ours) =>
        theirs is { } date && (ours - date).Duration() >= SuspiciousSkew ? ours - date : null;
}
