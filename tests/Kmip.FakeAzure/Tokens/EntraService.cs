using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kmip.FakeAzure.Hosting;

namespace Kmip.FakeAzure.Tokens;

/// <summary>Issues tokens: for secrets and assertions (client credentials of OAuth), and to the machine.</summary>
public sealed class EntraService(FakeAzureServer server)
{
    private const string Scope = "/.default";
    private readonly ConcurrentDictionary<string, FakeApplication> _applications = new();
    private readonly ConcurrentDictionary<string, IssuedToken> _issued = new();
    private (string Token, DateTimeOffset Expires)? _machineToken;

    /// <summary>The one tenant there is.</summary>
    public string Tenant { get; } = "11111111-2222-3333-4444-555555555555";

    /// <summary>The identity of the machine; null: it has none.</summary>
    public FakeApplication? MachineIdentity { get; set; }

    public TimeSpan TokenLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The tokens that were issued.</summary>
    public IReadOnlyCollection<string> Issued => [.. _issued.Keys];

    /// <summary>A new application.</summary>
    /// <param name="allowed">Its operations, such as <c>decrypt</c>; none: all.</param>
    public FakeApplication CreateApplication(params string[] allowed)
    {
        var application = new FakeApplication(allowed.Length == 0 ? null : allowed.ToHashSet());
        _applications[application.ClientId] = application;
        return application;
    }

    /// <summary>Ends every token that was issued.</summary>
    public void RevokeAll()
    {
        _issued.Clear();
        _machineToken = null;
    }

    internal IssuedToken? Find(string token) => _issued.TryGetValue(token, out IssuedToken? known) && known.Expires > server.Now ? known : null;

    internal JsonObject Grant(string tenant, Dictionary<string, string> form)
    {
        if (tenant != Tenant)
        {
            throw FakeServiceException.Entra("invalid_request", 90002, 400);
        }

        if (form.GetValueOrDefault("grant_type") != "client_credentials" || form.GetValueOrDefault("scope") is not { } scope || !scope.EndsWith(Scope, StringComparison.Ordinal))
        {
            throw FakeServiceException.Entra("invalid_scope", 70011, 400);
        }

        FakeApplication application = _applications.GetValueOrDefault(form.GetValueOrDefault("client_id", string.Empty))
            ?? throw FakeServiceException.Entra("unauthorized_client", 700016, 400);
        if (form.GetValueOrDefault("client_assertion") is { } assertion)
        {
            Verify(application, tenant, form.GetValueOrDefault("client_assertion_type"), assertion);
        }
        else if (form.GetValueOrDefault("client_secret") != application.Secret)
        {
            throw FakeServiceException.Entra("invalid_client", 7000215, 401);
        }
        else if (!application.IsSecretValid)
        {
            throw FakeServiceException.Entra("invalid_client", 7000222, 401);
        }

        int life = (int)TokenLife.TotalSeconds;
        string token = Issue(application, scope[..^Scope.Length], form.GetValueOrDefault("claims"));
        return new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = life, ["ext_expires_in"] = life, ["access_token"] = token };
    }

    internal JsonObject Machine(Dictionary<string, string> query)
    {
        string? client = query.GetValueOrDefault("client_id");
        if (MachineIdentity is not { } identity || (client is not null && client != identity.ClientId))
        {
            throw FakeServiceException.Entra("invalid_request", 0, 400);
        }

        // The real one gives the same token again until it is about to end.
        string audience = query.GetValueOrDefault("resource", string.Empty).TrimEnd('/');
        if (_machineToken is not { } known || known.Expires < server.Now.AddMinutes(5))
        {
            known = (Issue(identity, audience, null), server.Now + TokenLife);
            _machineToken = known;
        }

        return new JsonObject
        {
            ["access_token"] = known.Token,
            ["client_id"] = identity.ClientId,
            ["expires_in"] = ((int)(known.Expires - server.Now).TotalSeconds).ToString(CultureInfo.InvariantCulture),
            ["expires_on"] = known.Expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["resource"] = audience,
            ["token_type"] = "Bearer",
        };
    }

    private string Issue(FakeApplication application, string audience, string? claims)
    {
        string token = "eyFAKE." + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48)) + ".x";
        _issued[token] = new IssuedToken(application, audience, server.Now + TokenLife, claims);
        return token;
    }

    private void Verify(FakeApplication application, string tenant, string? type, string assertion)
    {
        if (type != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        {
            throw FakeServiceException.Entra("invalid_request", 900144, 400);
        }

        if (!application.FederatedTokens.Contains(assertion))
        {
            ClientAssertion.Verify(assertion, application, $"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token", server.Now);
        }
    }
}
