using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kmip.FakeAzure.Hosting;

namespace Kmip.FakeAzure.Tokens;

/// <summary>Checks the assertion an application signed with the key of its certificate (RFC 7523), as Entra ID does.</summary>
internal static class ClientAssertion
{
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(5);

    /// <exception cref="FakeServiceException">It is not accepted.</exception>
    public static void Verify(string assertion, FakeApplication application, string audience, DateTimeOffset now)
    {
        FakeServiceException refusal = FakeServiceException.Entra("invalid_client", 700027, 401);
        string[] parts = assertion.Split('.');
        if (parts.Length != 3)
        {
            throw refusal;
        }

        JsonNode header = Parse(parts[0]) ?? throw refusal;
        JsonNode claims = Parse(parts[1]) ?? throw refusal;
        DateTimeOffset from = Time(claims, "nbf");
        DateTimeOffset to = Time(claims, "exp");
        if (from > now + Leeway || to < now - Leeway)
        {
            throw FakeServiceException.Entra("invalid_client", 700024, 401);
        }

        using RSA key = application.Certificate.GetRSAPublicKey()!;
        RSASignaturePadding padding = (string?)header["alg"] == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        bool good = (string?)header["alg"] is "RS256" or "PS256"
            && IsThumbprint(header, application.Certificate)
            && (string?)claims["iss"] == application.ClientId
            && (string?)claims["sub"] == application.ClientId
            && (string?)claims["aud"] == audience
            && key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, padding);
        if (!good)
        {
            throw refusal;
        }
    }

    private static JsonNode? Parse(string part)
    {
        try
        {
            return JsonNode.Parse(Base64Url.DecodeFromChars(part));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A time in seconds, as a number or (from the vendor's library) as a text of digits.</summary>
    private static DateTimeOffset Time(JsonNode claims, string name) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(claims[name]?.ToString() ?? "0", CultureInfo.InvariantCulture));

    private static bool IsThumbprint(JsonNode header, X509Certificate2 certificate) => (string?)header["x5t#S256"] is { } strong
        ? strong == Base64Url.EncodeToString(certificate.GetCertHash(HashAlgorithmName.SHA256))
        : (string?)header["x5t"] == Base64Url.EncodeToString(certificate.GetCertHash(HashAlgorithmName.SHA1));
}
