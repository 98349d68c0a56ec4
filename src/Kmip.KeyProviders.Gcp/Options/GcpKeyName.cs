using System.Diagnostics.CodeAnalysis;

namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// The resource name of a Cloud KMS key, with or without a version:
/// <c>projects/P/locations/L/keyRings/R/cryptoKeys/K[/cryptoKeyVersions/N]</c>.
/// </summary>
/// <remarks>
/// The name becomes part of a URL, and may come from a file that somebody else wrote. Every part is held to the characters Google allows, so
/// that it can name nothing but a key.
/// </remarks>
public sealed class GcpKeyName
{
    /// <summary>The longest name in characters: the longest parts Google allows come to less.</summary>
    public const int MaximumLength = 400;

    private const string FullPrefix = "//cloudkms.googleapis.com/";
    private static readonly string[] Collections = ["projects", "locations", "keyRings", "cryptoKeys", "cryptoKeyVersions"];

    private GcpKeyName(string cryptoKey, string? version, string relative) => (CryptoKey, Version, Relative) = (cryptoKey, version, relative);

    /// <summary>The name of the key, without a version.</summary>
    public string CryptoKey { get; }

    /// <summary>The number of the version; null where none was named.</summary>
    public string? Version { get; }

    /// <summary>The name of the version; null where none was named.</summary>
    public string? CryptoKeyVersion => Version is null ? null : $"{CryptoKey}/cryptoKeyVersions/{Version}";

    /// <summary>The part from the key ring on. A project has a number besides its id, and the service may answer with either.</summary>
    internal string Relative { get; }

    /// <summary>Reads a name; <c>//cloudkms.googleapis.com/</c> before it is allowed. False: it is not the name of a key.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out GcpKeyName? name)
    {
        name = null;
        if (text is null || text.Length > MaximumLength)
        {
            return false;
        }

        string[] parts = (text.StartsWith(FullPrefix, StringComparison.Ordinal) ? text[FullPrefix.Length..] : text).Split('/');
        if (parts.Length is not (8 or 10))
        {
            return false;
        }

        for (int i = 0; i < parts.Length; i += 2)
        {
            if (parts[i] != Collections[i / 2] || !IsAllowed(parts[i], parts[i + 1]))
            {
                return false;
            }
        }

        string relative = string.Join('/', parts[4..8]);
        name = new GcpKeyName(string.Join('/', parts[..8]), parts.Length == 10 ? parts[9] : null, relative);
        return true;
    }

    /// <summary>The whole name.</summary>
    public override string ToString() => CryptoKeyVersion ?? CryptoKey;

    private static bool IsAllowed(string collection, string part) => collection switch
    {
        // With a domain before the id for projects of old: example.com:project.
        "projects" => Fits(part, 80, static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or ':' or '.') && !part.Contains("..", StringComparison.Ordinal),
        "locations" => Fits(part, 63, static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'),
        "cryptoKeyVersions" => Fits(part, 18, char.IsAsciiDigit),
        _ => Fits(part, 63, static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'),
    };

    private static bool Fits(string part, int longest, Func<char, bool> allowed) =>
        part.Length > 0 && part.Length <= longest && part[0] != '.' && part.All(allowed);
}
