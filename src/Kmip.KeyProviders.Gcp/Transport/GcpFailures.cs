using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Gcp;

/// <summary>Turns answers into failures in our own words. The table of codes is <see cref="GcpErrorTable"/>.</summary>
internal static class GcpFailures
{
    /// <summary>Google accepts assertions some minutes old or early; from here on the clock is the likely reason of a refusal.</summary>
    private static readonly TimeSpan SuspiciousSkew = TimeSpan.FromMinutes(4);

    public static string NameOf(GcpService service) => service switch
    {
        GcpService.Kms => "Cloud KMS",
        GcpService.Iam => "Google's IAM service",
        GcpService.Metadata => "Google's metadata server",
        _ => "Google's token service",
    };

    /// <summary>The failure an answer other than a success means.</summary>
    public static KeyProviderException FromAnswer(GcpService service, HttpResponseMessage response, ReadOnlyMemory<byte> body, bool unwraps, DateTimeOffset now)
    {
        int status = (int)response.StatusCode;
        TimeSpan? retryAfter = RetryAfter.Read(response.Headers, now);
        if (service == GcpService.Metadata)
        {
            return FromMetadata(status, retryAfter);
        }

        if (GcpErrorAnswer.Read(body) is not { } answer)
        {
            return FromNobody(service, status, retryAfter);
        }

        KeyProviderError error = GcpErrorTable.Classify(answer, status, unwraps);
        if (error == KeyProviderError.KeyNotFound && service != GcpService.Kms)
        {
            error = KeyProviderError.CredentialsRejected;
        }

        (string message, string? remedy) = GcpErrorTable.Describe(error, service, answer);
        if (error == KeyProviderError.CredentialsRejected && Skew(response.Headers.Date, now) is { } off)
        {
            message += $" This machine's clock is {Math.Abs(off.TotalMinutes):0} minutes {(off > TimeSpan.Zero ? "fast" : "slow")}, which makes its assertions invalid.";
            remedy = "Set the clock.";
        }

        return new KeyProviderException(error, message) { CloudCode = answer.Code, Remedy = remedy, RetryAfter = retryAfter ?? answer.RetryDelay };
    }

    public static KeyProviderException NotAnAnswer(GcpService service) => KeyServiceFailures.NotAnAnswer(NameOf(service));

    /// <summary>A checksum that is wrong, missing, or was not confirmed. Retried, and then final: the key is not used.</summary>
    public static KeyProviderException Checksum(string what) => new(
        KeyProviderError.IntegrityCheckFailed, $"The exchange with Cloud KMS was damaged: {what}. The key was not used.")
    {
        Remedy = "Try again; if it stays, look for what changes requests or answers on the way.",
    };

    /// <summary>
    /// No answer of Google's. Its own front ends answer some overloads and outages with a page, so the status says something for those; for the
    /// rest it is somebody else.
    /// </summary>
    private static KeyProviderException FromNobody(GcpService service, int status, TimeSpan? retryAfter) => status == 429
        ? new KeyProviderException(KeyProviderError.Throttled, $"{NameOf(service)} throttled the requests.") { RetryAfter = retryAfter, Remedy = "Try again later." }
        : KeyServiceFailures.AnotherAnswered(NameOf(service), status, retryAfter);

    private static KeyProviderException FromMetadata(int status, TimeSpan? retryAfter) => status switch
    {
        404 or 403 => new KeyProviderException(KeyProviderError.CredentialsMissing, "The metadata server has no such service account, or it may not issue tokens.")
        {
            Remedy = "Attach the service account to the machine or workload, with a scope that allows Cloud KMS.",
        },
        429 => new KeyProviderException(KeyProviderError.Throttled, "Google's metadata server throttled the requests.") { RetryAfter = retryAfter },
        _ => new KeyProviderException(KeyProviderError.Unavailable, $"Google's metadata server answered with HTTP status {status}.") { RetryAfter = retryAfter },
    };

    private static TimeSpan? Skew(DateTimeOffset? theirs, DateTimeOffset ours) =>
        theirs is { } date && (ours - date).Duration() >= SuspiciousSkew ? ours - date : null;
}
