using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kmip.FakeGcp.Hosting;

namespace Kmip.FakeGcp.Tokens;

/// <summary>Issues tokens: for assertions and refresh tokens (OAuth), for subject tokens (STS), for other accounts (IAM), to the machine (metadata).</summary>
public sealed class TokenService(FakeGcpServer server)
{
    private const string Audience = "https://oauth2.googleapis.com/token";
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, FakeServiceAccount> _accounts = new();
    private readonly ConcurrentDictionary<string, (FakeServiceAccount Account, DateTimeOffset Expires)> _issued = new();
    private (string Token, DateTimeOffset Expires)? _machineToken;

    /// <summary>The account of the machine; null: the metadata server has none.</summary>
    public FakeServiceAccount? MachineAccount { get; set; }

    /// <summary>Subject tokens STS accepts, and refresh tokens OAuth accepts, with whom they stand for.</summary>
    public ConcurrentDictionary<string, FakeServiceAccount> Subjects { get; } = new();

    public TimeSpan TokenLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The tokens that were issued.</summary>
    public IReadOnlyCollection<string> Issued => [.. _issued.Keys];

    /// <summary>A new account.</summary>
    /// <param name="name">The part of its address before the @.</param>
    /// <param name="allowed">Its methods, such as <c>decrypt</c>; none: all.</param>
    public FakeServiceAccount CreateAccount(string name, params string[] allowed)
    {
        var account = new FakeServiceAccount(name, allowed.Length == 0 ? null : allowed.ToHashSet());
        _accounts[account.Email] = account;
        return account;
    }

    /// <summary>Ends every token that was issued.</summary>
    public void RevokeAll()
    {
        _issued.Clear();
        _machineToken = null;
    }

    internal FakeServiceAccount? Find(string token) => _issued.TryGetValue(token, out var known) && known.Expires > server.Now ? known.Account : null;

    internal JsonObject Grant(Dictionary<string, string> form) => form.GetValueOrDefault("grant_type") switch
    {
        "urn:ietf:params:oauth:grant-type:jwt-bearer" => OAuth(Verify(form.GetValueOrDefault("assertion", string.Empty))),
        "refresh_token" => OAuth(Subject(form.GetValueOrDefault("refresh_token"))),
        _ => throw new FakeServiceException("unsupported_grant_type", 400),
    };

    internal JsonObject Exchange(Dictionary<string, string> form)
    {
        if (form.GetValueOrDefault("grant_type") != "urn:ietf:params:oauth:grant-type:token-exchange" || !form.ContainsKey("audience"))
        {
            throw new FakeServiceException("invalid_request", 400);
        }

        JsonObject answer = OAuth(Subject(form.GetValueOrDefault("subject_token")));
        answer["issued_token_type"] = "urn:ietf:params:oauth:token-type:access_token";
        return answer;
    }

    internal JsonObject Impersonate(FakeServiceAccount caller, string path, JsonObject request)
    {
        string email = path["/v1/projects/-/serviceAccounts/".Length..path.LastIndexOf(':')];
        if (request["scope"] is not JsonArray { Count: > 0 })
        {
            throw FakeServiceException.Invalid();
        }

        FakeServiceAccount target = _accounts.GetValueOrDefault(email) ?? throw FakeServiceException.NotFound();
        return target.Impersonators.Contains(caller.Email)
            ? new JsonObject { ["accessToken"] = Issue(target), ["expireTime"] = (server.Now + TokenLife).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) }
            : throw new FakeServiceException("PERMISSION_DENIED", 403) { Reason = "IAM_PERMISSION_DENIED" };
    }

    internal JsonObject Metadata(string path)
    {
        const string Accounts = "/computeMetadata/v1/instance/service-accounts/";
        FakeServiceAccount account = MachineAccount ?? throw FakeServiceException.NotFound();
        if (path != $"{Accounts}default/token" && path != $"{Accounts}{account.Email}/token")
        {
            throw FakeServiceException.NotFound();
        }

        // The real one gives the same token again until it is about to end.
        if (_machineToken is not { } known || known.Expires < server.Now.AddMinutes(5))
        {
            known = (Issue(account), server.Now + TokenLife);
            _machineToken = known;
        }

        return new JsonObject { ["access_token"] = known.Token, ["expires_in"] = (int)(known.Expires - server.Now).TotalSeconds, ["token_type"] = "Bearer" };
    }

    private FakeServiceAccount Subject(string? token) =>
        token is not null && Subjects.TryGetValue(token, out FakeServiceAccount? account) ? account : throw new FakeServiceException("invalid_grant", 400);

    private JsonObject OAuth(FakeServiceAccount account) =>
        new() { ["access_token"] = Issue(account), ["expires_in"] = (int)TokenLife.TotalSeconds, ["token_type"] = "Bearer" };

    private string Issue(FakeServiceAccount account)
    {
        string token = "ya29.fake-" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));
        _issued[token] = (account, server.Now + TokenLife);
        return token;
    }

    private FakeServiceAccount Verify(string assertion)
    {
        var refusal = new FakeServiceException("invalid_grant", 400);
        string[] parts = assertion.Split('.');
        if (parts.Length != 3)
        {
            throw refusal;
        }

        JsonNode header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0])) ?? throw refusal;
        JsonNode claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1])) ?? throw refusal;
        FakeServiceAccount account = _accounts.GetValueOrDefault((string?)claims["iss"] ?? string.Empty) ?? throw refusal;
        DateTimeOffset issued = DateTimeOffset.FromUnixTimeSeconds((long)claims["iat"]!);
        DateTimeOffset expires = DateTimeOffset.FromUnixTimeSeconds((long)claims["exp"]!);
        bool good = account.IsEnabled
            && (string?)header["alg"] == "RS256"
            && ((string?)header["kid"] is null || (string?)header["kid"] == account.KeyId)
            && (string?)claims["aud"] == Audience
            && ((string?)claims["scope"])?.StartsWith("https://www.googleapis.com/auth/", StringComparison.Ordinal) == true
            && issued <= server.Now + Leeway && expires > server.Now - Leeway && expires - issued <= TimeSpan.FromHours(1)
            && account.Verify(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]));
        return good ? account : throw refusal;
    }
}
