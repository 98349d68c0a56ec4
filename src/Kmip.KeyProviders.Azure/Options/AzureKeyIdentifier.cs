using System.Diagnostics.CodeAnalysis;

namespace Kmip.KeyProviders.Azure;

/// <summary>
/// The identifier of a key: <c>https://VAULT.vault.azure.net/keys/NAME[/VERSION]</c>, or the same at a domain of Managed HSM, of the cloud in China
/// or of the one for the US government.
/// </summary>
/// <remarks>
/// It decides to which host requests with a token go, and may come from a file that somebody else wrote. So every part is held to the characters
/// Azure allows and the domain to the known ones.
/// </remarks>
public sealed class AzureKeyIdentifier
{
    /// <summary>The longest identifier in characters: the longest parts Azure allows come to less.</summary>
    public const int MaximumLength = 300;

    private const string Scheme = "https://";
    private const int VersionLength = 32;

    private AzureKeyIdentifier(string vault, string domain, string name, string? version) =>
        (Vault, Domain, Name, Version) = (vault, domain, name, version);

    /// <summary>The name of the vault or HSM, in lower case.</summary>
    public string Vault { get; }

    /// <summary>The name of the key.</summary>
    public string Name { get; }

    /// <summary>The version, 32 hexadecimal digits in lower case; null where none was named: the current one.</summary>
    public string? Version { get; }

    /// <summary>The domain of the vault, one of the known ones.</summary>
    internal string Domain { get; }

    internal string Host => $"{Vault}.{Domain}";

    /// <summary>Reads an identifier. False: it is not the identifier of a key in a known domain of Azure.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AzureKeyIdentifier? identifier)
    {
        identifier = null;
        if (text is null || text.Length > MaximumLength || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        string[] parts = text[Scheme.Length..].Split('/');
        if (parts.Length is not (3 or 4) || parts[1] != "keys" || !IsName(parts[2], 1, 127) || (parts.Length == 4 && !IsVersion(parts[3])))
        {
            return false;
        }

        // The service itself writes the port of https now and then.
        string host = parts[0].EndsWith(":443", StringComparison.Ordinal) ? parts[0][..^4] : parts[0];
        int dot = host.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !IsName(host[..dot], 3, 24) || AzureCloud.OfDomain(host[(dot + 1)..].ToLowerInvariant()) is null)
        {
            return false;
        }

        host = host.ToLowerInvariant();
        identifier = new AzureKeyIdentifier(host[..dot], host[(dot + 1)..], parts[2], parts.Length == 4 ? parts[3].ToLowerInvariant() : null);
        return true;
    }

    /// <summary>The whole identifier.</summary>
    public override string ToString() => $"{Scheme}{Host}/keys/{Name}{(Version is null ? null : "/" + Version)}";

    /// <summary>True where <paramref name="other"/>, from an answer, names this key, and this version where one was named.</summary>
    internal bool Covers(AzureKeyIdentifier other) =>
        other.Host == Host && string.Equals(other.Name, Name, StringComparison.OrdinalIgnoreCase) && (Version is null || other.Version == Version);

    private static bool IsName(string part, int shortest, int longest) =>
        part.Length >= shortest && part.Length <= longest && part.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool IsVersion(string part) => part.Length == VersionLength && part.All(char.IsAsciiHexDigit);
}
