using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Azure;

/// <summary>Turns answers into failures in our own words. The table of codes is <see cref="AzureErrorTable"/>.</summary>
internal static class AzureFailures
{
    /// <summary>Entra ID accepts assertions some minutes old or early; from here on the clock is the likely reason of a refusal.</summary>
    private static readonly TimeSpan SuspiciousSkew = TimeSpan.FromMinutes(4);

    public static string NameOf(AzureService service) => service switch
    {
        AzureService.Vault => "Key Vault",
        AzureService.Machine => "Azure's identity service on this machine",
        _ => "Microsoft Entra ID",
    };

    /// <summary>The failure an answer other than a success means.</summary>
    public static KeyProviderException FromAnswer(AzureService service, HttpResponseMessage response, ReadOnlyMemory<byte> body, bool unwraps, DateTimeOffset now)
    {
        int status = (int)response.StatusCode;
        TimeSpan? retryAfter = RetryAfter.Read(response.Headers, now);
        if (service == AzureService.Machine)
        {
            return FromMachine(status, retryAfter);
        }

        if (AzureErrorAnswer.Read(body) is not { } answer)
        {
            return FromNobody(service, status, retryAfter);
        }

        KeyProviderError error = AzureErrorTable.Classify(answer, status, unwraps);
        if (service == AzureService.Token && error is not (KeyProviderError.Throttled or KeyProviderError.Unavailable))
        {
            error = KeyProviderError.CredentialsRejected;
        }

        return Refused(error, service, answer, response.Headers.Date, now, retryAfter);
    }

    /// <summary>Key Vault did not accept the token.</summary>
    public static KeyProviderException TokenRefused() =>
        Refused(KeyProviderError.CredentialsRejected, AzureService.Vault, new AzureErrorAnswer { Code = "Unauthorized" }, null, default, null);

    public static KeyProviderException NotAnAnswer(AzureService service) => KeyServiceFailures.NotAnAnswer(NameOf(service));

    public static KeyProviderException NoMachineIdentity() => new(KeyProviderError.CredentialsMissing, "This machine has no such managed identity.")
    {
        Remedy = "Assign the identity to the machine or workload, or give other credentials.",
    };

    private static KeyProviderException Refused(
        KeyProviderError error, AzureService service, AzureErrorAnswer answer, DateTimeOffset? theirs, DateTimeOffset now, TimeSpan? retryAfter)
    {
        (string message, string remedy) = AzureErrorTable.Describe(error, service, answer);
        if (error == KeyProviderError.CredentialsRejected && theirs is { } date && (now - date).Duration() >= SuspiciousSkew)
        {
            TimeSpan off = now - date;
            message += $" This machine's clock is {Math.Abs(off.TotalMinutes):0} minutes {(off > TimeSpan.Zero ? "fast" : "slow")}, which makes its assertions invalid.";
            remedy = "Set the clock.";
        }

        return new KeyProviderException(error, message) { CloudCode = answer.Exact, Remedy = remedy, RetryAfter = retryAfter };
    }

    /// <summary>
    /// No answer of Azure's. Its own front ends answer some overloads with a page, so the status says something for those; for the rest it is
    /// somebody else.
    /// </summary>
    private static KeyProviderException FromNobody(AzureService service, int status, TimeSpan? retryAfter) => status == 429
        ? new KeyProviderException(KeyProviderError.Throttled, $"{NameOf(service)} throttled the requests.") { RetryAfter = retryAfter, Remedy = "Try again later." }
        : KeyServiceFailures.AnotherAnswered(NameOf(service), status, retryAfter);

    private static KeyProviderException FromMachine(int status, TimeSpan? retryAfter) => status switch
    {
        400 or 403 or 404 => NoMachineIdentity(),
        429 => new KeyProviderException(KeyProviderError.Throttled, $"{NameOf(AzureService.Machine)} throttled the requests.") { RetryAfter = retryAfter },
        _ => new KeyProviderException(KeyProviderError.Unavailable, $"{NameOf(AzureService.Machine)} answered with HTTP status {status}.") { RetryAfter = retryAfter },
    };
}
