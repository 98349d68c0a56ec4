namespace Kmip.KeyProviders.Gcp;

/// <summary>An access token and its end. A class whose text shows nothing of the token.</summary>
public sealed class AccessToken
{
    /// <summary>Tokens of Google have some 1,000 to 2,000 characters; more is an attempt to make requests large.</summary>
    public const int MaximumLength = 16 * 1024;

    /// <summary>Tokens are renewed this long before they end, so that a request sent with one arrives in time.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>Creates the token.</summary>
    /// <param name="value">The token: 1 to <see cref="MaximumLength"/> visible ASCII characters. Secret.</param>
    /// <param name="expires">When it ends; null where that is not known.</param>
    /// <exception cref="ArgumentException">The token is no token. The message does not show it.</exception>
    public AccessToken(string value, DateTimeOffset? expires)
    {
        if (!IsToken(value))
        {
            throw new ArgumentException($"An access token has 1 to {MaximumLength} visible ASCII characters.", nameof(value));
        }

        (Value, Expires) = (value, expires);
    }

    /// <summary>The token. Secret.</summary>
    public string Value { get; }

    /// <summary>When it ends; null where that is not known.</summary>
    public DateTimeOffset? Expires { get; }

    /// <summary>Nothing of the token.</summary>
    public override string ToString() => "(access token)";

    /// <summary>True for what can be put into a header without breaking out of it.</summary>
    internal static bool IsToken(string? value) => value is { Length: > 0 and <= MaximumLength } && value.All(static c => c is > ' ' and <= '~');

    internal bool IsFresh(DateTimeOffset now) => Expires is not { } end || now < end - Margin;
}
