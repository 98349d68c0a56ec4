namespace Kmip.KeyProviders.Azure;

/// <summary>An access token and its end. A class whose text shows nothing of the token.</summary>
internal sealed class VaultToken(string value, DateTimeOffset expires)
{
    /// <summary>Tokens of Entra ID have some 1,500 characters; more is an attempt to make requests large.</summary>
    private const int MaximumLength = 16 * 1024;

    /// <summary>Tokens are renewed this long before they end, so that a request sent with one arrives in time.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>The token. Secret.</summary>
    public string Value => value;

    /// <summary>What the vault asked for when it refused this token; null: it did not refuse it, or asked for nothing.</summary>
    public VaultChallenge? Refusal { get; set; }

    /// <summary>True for what can be put into a header without breaking out of it.</summary>
    public static bool IsToken(string? value) => value is { Length: > 0 and <= MaximumLength } && value.All(static c => c is > ' ' and <= '~');

    /// <summary>True while it can be sent.</summary>
    public bool IsFresh(DateTimeOffset now) => now < expires - Margin;

    /// <summary>Nothing of the token.</summary>
    public override string ToString() => "(access token)";
}
