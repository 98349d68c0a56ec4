using System.Diagnostics.CodeAnalysis;

namespace Kmip.FakeAws.Signing;

/// <summary>The Authorization header of Signature Version 4, taken apart.</summary>
internal sealed record Authorization(
    string AccessKeyId, string Date, string Region, string Service, string Terminator, IReadOnlyList<string> SignedHeaders, string Signature)
{
    public static bool TryParse(string header, [NotNullWhen(true)] out Authorization? authorization)
    {
        authorization = null;
        const string Scheme = "AWS4-HMAC-SHA256 ";
        if (!header.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return false;
        }

        var parts = new Dictionary<string, string>();
        foreach (string part in header[Scheme.Length..].Split(',', StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !parts.TryAdd(part[..equals], part[(equals + 1)..]))
            {
                return false;
            }
        }

        if (!parts.TryGetValue("Credential", out string? credential) || !parts.TryGetValue("SignedHeaders", out string? headers)
            || !parts.TryGetValue("Signature", out string? signature) || credential.Split('/') is not [var id, var date, var region, var service, var terminator])
        {
            return false;
        }

        authorization = new Authorization(id, date, region, service, terminator, headers.Split(';'), signature);
        return true;
    }
}
