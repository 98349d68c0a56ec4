using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Kmip.FakeAws.Signing;

/// <summary>
/// Checks AWS Signature Version 4 from its published description: canonical request, string to sign, derived key. It shares no code with any
/// client library, so that a client and this check cannot be wrong together.
/// </summary>
public static class SigV4Verifier
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(5);

    /// <summary>Null and the signer, or why the request is refused.</summary>
    public static (Principal? Signer, SignatureProblem? Problem) Verify(
        HttpRequest request, ReadOnlySpan<byte> body, string region, string service, Func<string, Principal?> find, DateTimeOffset now)
    {
        string header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return (null, SignatureProblem.Missing);
        }

        if (!Authorization.TryParse(header, out Authorization? given))
        {
            return (null, SignatureProblem.Incomplete);
        }

        if (find(given.AccessKeyId) is not { } signer)
        {
            return (null, SignatureProblem.UnknownAccessKey);
        }

        string date = request.Headers["X-Amz-Date"].ToString();
        if (!SignsWhatItMust(request, given)
            || !DateTimeOffset.TryParseExact(
                date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset signedAt))
        {
            return (null, SignatureProblem.Incomplete);
        }

        if (given.Region != region || given.Service != service || given.Terminator != "aws4_request" || !date.StartsWith(given.Date, StringComparison.Ordinal))
        {
            return (null, SignatureProblem.WrongScope);
        }

        string canonical = Canonical(request, given.SignedHeaders, body);
        string toSign = $"{Algorithm}\n{date}\n{given.Date}/{region}/{service}/aws4_request\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        byte[] expected = HMACSHA256.HashData(SigningKey(signer.SecretAccessKey, given.Date, region, service), Encoding.UTF8.GetBytes(toSign));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hex(expected)), Encoding.ASCII.GetBytes(given.Signature)))
        {
            return (null, SignatureProblem.Mismatch);
        }

        return CheckTimes(request, signer, signedAt, now) is { } problem ? (null, problem) : (signer, null);
    }

    private static SignatureProblem? CheckTimes(HttpRequest request, Principal signer, DateTimeOffset signedAt, DateTimeOffset now)
    {
        if ((now - signedAt).Duration() > AllowedSkew)
        {
            return SignatureProblem.OutsideClockSkew;
        }

        string token = request.Headers["X-Amz-Security-Token"].ToString();
        if (token != (signer.SessionToken ?? string.Empty))
        {
            return SignatureProblem.BadToken;
        }

        return signer.Expires <= now ? SignatureProblem.ExpiredToken : null;
    }

    /// <summary>The host, the date, the target, the token and a stated body hash must be under the signature.</summary>
    private static bool SignsWhatItMust(HttpRequest request, Authorization given)
    {
        bool Signed(string name) => given.SignedHeaders.Contains(name);
        return Signed("host") && Signed("x-amz-date")
            && request.Headers.Keys.Where(k => k.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)).All(k => Signed(k.ToLowerInvariant()))
            && given.SignedHeaders.Order(StringComparer.Ordinal).SequenceEqual(given.SignedHeaders);
    }

    private static string Canonical(HttpRequest request, IReadOnlyList<string> signedHeaders, ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder();
        text.Append(request.Method).Append('\n').Append(request.Path.HasValue ? request.Path.Value : "/").Append('\n');
        IEnumerable<string> query = request.Query
            .SelectMany(p => p.Value.Select(v => (Name: Uri.EscapeDataString(p.Key), Value: Uri.EscapeDataString(v ?? string.Empty))))
            .OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => p.Name + "=" + p.Value);
        text.AppendJoin('&', query).Append('\n');
        foreach (string name in signedHeaders)
        {
            string value = string.Join(',', request.Headers[name].Select(v => string.Join(' ', (v ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries))));
            text.Append(name).Append(':').Append(value).Append('\n');
        }

        return text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(Hex(SHA256.HashData(body))).ToString();
    }

    private static byte[] SigningKey(string secret, string date, string region, string service)
    {
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string part in (ReadOnlySpan<string>)[date, region, service, "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return key;
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
