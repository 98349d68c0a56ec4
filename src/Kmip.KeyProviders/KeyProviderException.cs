using System.Text;

namespace Kmip.KeyProviders;

/// <summary>
/// A key provider failed. The message is ours: no text of the service, no secret, no inner exception of a vendor's library (whose text may
/// hold both).
/// </summary>
public sealed class KeyProviderException : Exception
{
    /// <summary>The longest code that is taken over from a service, in characters.</summary>
    public const int MaximumCloudCodeLength = 64;

    private readonly string? _cloudCode;

    /// <summary>Creates the exception.</summary>
    /// <param name="error">Why.</param>
    /// <param name="message">One sentence for people, in our words, without secrets.</param>
    public KeyProviderException(KeyProviderError error, string message)
        : base(message) => Error = error;

    private KeyProviderException(KeyProviderException original, KeyProviderException? inner)
        : base(original.BareMessage, inner)
    {
        Error = original.Error;
        CloudCode = original.CloudCode;
        Remedy = original.Remedy;
        RetryAfter = original.RetryAfter;
        Attempts = original.Attempts;
    }

    /// <summary>Why.</summary>
    public KeyProviderError Error { get; }

    /// <summary>How many attempts were made: 0 where the call failed before the first.</summary>
    public int Attempts { get; private init; }

    /// <summary>
    /// The short code the service gave, such as <c>DisabledException</c>; null where it gave none. Only ASCII letters, digits, dot, hyphen and
    /// underscore, at most <see cref="MaximumCloudCodeLength"/>: anything else a service (or what answers in its place) sends is dropped.
    /// </summary>
    public string? CloudCode
    {
        get => _cloudCode;
        init => _cloudCode = ValidateCode(value);
    }

    /// <summary>What a person can do about it, in one or two sentences; null where nothing can be said.</summary>
    public string? Remedy { get; init; }

    /// <summary>How long the service asked to wait before the next attempt; null where it did not ask.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True where a further attempt may succeed without anybody doing anything.</summary>
    public bool IsTransient => Error is KeyProviderError.Throttled or KeyProviderError.Unavailable or KeyProviderError.IntegrityCheckFailed;

    /// <summary>What happened, the code of the service, the attempts when there were several, and the remedy.</summary>
    public override string Message
    {
        get
        {
            var text = new StringBuilder(base.Message);
            if (CloudCode is not null)
            {
                text.Append(" [").Append(CloudCode).Append(']');
            }

            if (Attempts > 1)
            {
                text.Append(" (after ").Append(Attempts).Append(" attempts)");
            }

            if (Remedy is not null)
            {
                text.Append(' ').Append(Remedy);
            }

            return text.ToString();
        }
    }

    /// <summary>What happened, without code, attempts and remedy.</summary>
    public string BareMessage => base.Message;

    /// <summary>The same failure with the number of attempts, and with the failure of the attempt before as its inner exception.</summary>
    public KeyProviderException After(int attempts, KeyProviderException? previous = null) => new(this, previous) { Attempts = attempts };

    private static string? ValidateCode(string? code)
    {
        if (string.IsNullOrEmpty(code) || code.Length > MaximumCloudCodeLength)
        {
            return null;
        }

        foreach (char c in code)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))
            {
                return null;
            }
        }

        return code;
    }
}
