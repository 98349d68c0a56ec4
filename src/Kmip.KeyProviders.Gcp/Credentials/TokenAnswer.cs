using System.Text.Json;

namespace Kmip.KeyProviders.Gcp;

/// <summary>Reads the answers of the services that issue tokens.</summary>
internal static class TokenAnswer
{
    /// <summary>No token of Google lives longer; a longer time is a mistake of whoever answered.</summary>
    private const int LongestLife = 12 * 3600;

    /// <summary>The OAuth form: <c>access_token</c> and <c>expires_in</c> in seconds.</summary>
    public static AccessToken ReadOAuth(JsonElement answer, GcpService service, DateTimeOffset now)
    {
        int life = answer.TryGetProperty("expires_in", out JsonElement seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt32(out int value)
            ? Math.Clamp(value, 0, LongestLife)
            : throw GcpFailures.NotAnAnswer(service);
        return Token(answer, "access_token", service, now.AddSeconds(life));
    }

    /// <summary>The form of IAM Credentials: <c>accessToken</c> and <c>expireTime</c>.</summary>
    public static AccessToken ReadIam(JsonElement answer, DateTimeOffset now)
    {
        if (!answer.TryGetProperty("expireTime", out JsonElement time) || time.ValueKind != JsonValueKind.String || !time.TryGetDateTimeOffset(out DateTimeOffset end))
        {
            throw GcpFailures.NotAnAnswer(GcpService.Iam);
        }

        DateTimeOffset latest = now.AddSeconds(LongestLife);
        return Token(answer, "accessToken", GcpService.Iam, end < latest ? end : latest);
    }

    private static AccessToken Token(JsonElement answer, string name, GcpService service, DateTimeOffset expires) =>
        GcpCredentialChecks.Text(answer, name) is { } token && AccessToken.IsToken(token) ? new AccessToken(token, expires) : throw GcpFailures.NotAnAnswer(service);
}
