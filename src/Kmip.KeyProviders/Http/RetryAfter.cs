using System.Net.Http.Headers;

namespace Kmip.KeyProviders.Http;

/// <summary>Reads the Retry-After field of an answer (RFC 9110, section 10.2.3): seconds or a date.</summary>
public static class RetryAfter
{
    /// <summary>
    /// No service asks for more than this; what is longer is cut, so that a number chosen to overflow or to stop us for ever does neither. The
    /// deadline of the call cuts it further.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The wait; null where none was asked for, or what was asked is neither seconds nor a date, or is not in the future.</summary>
    /// <param name="headers">The headers of the answer.</param>
    /// <param name="now">The time a date is compared with.</param>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(headers);
        RetryConditionHeaderValue? value = headers.RetryAfter;
        TimeSpan? wait = value?.Delta ?? (value?.Date is { } date ? date - now : null);
        if (wait is null && value is null && IsHugeNumber(headers))
        {
            wait = Longest;
        }

        return wait is not { } asked || asked <= TimeSpan.Zero ? null : asked < Longest ? asked : Longest;
    }

    /// <summary>Digits beyond the range of the header's parser are a wait all the same: the longest.</summary>
    private static bool IsHugeNumber(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues("Retry-After", out HeaderStringValues values)
        && values.Count == 1
        && values.ToString().Trim() is { Length: > 9 and < 64 } text
        && text.All(char.IsAsciiDigit);
}
