using System.Text.Json.Nodes;
using Kmip.FakeGcp.Tokens;
using Kmip.KeyProviders.Gcp.Tests.Fake;

namespace Kmip.KeyProviders.Gcp.Tests.Options;

/// <summary>Credentials that somebody else wrote: refused when the provider is made, so that nothing leaves the machine, and never shown.</summary>
public sealed class GcpHostileCredentialsTests
{
    private const string Canary = "canary-7c1d";
    private static readonly FakeServiceAccount Account = new("account", null);

    public static TheoryData<string, string> Changes => new()
    {
        { "token_uri", "https://evil.example/token" },
        { "token_uri", "http://oauth2.googleapis.com/token" },
        { "token_uri", "https://oauth2.googleapis.com.evil.example/token" },
        { "token_uri", "https://oauth2.googleapis.com@evil.example/token" },
        { "token_uri", "http://169.254.169.254/token" },
        { "universe_domain", "evil.example" },
        { "client_email", "a@b\r\nX: y" },
        { "client_email", "../../x@y" },
        { "private_key_id", "../" + Canary },
        { "private_key", Canary },
        { "private_key", "-----BEGIN PRIVATE KEY-----\n" + Canary + "\n-----END PRIVATE KEY-----" },
        { "type", "external_account_authorized_user" },
        { "type", Canary },
    };

    public static TheoryData<string> Sources => new(
        """{"executable":{"command":"/bin/sh -c id"}}""",
        """{"url":"http://169.254.169.254/canary-7c1d"}""",
        """{"url":"https://evil.example/canary-7c1d","headers":{"X":"canary-7c1d"}}""",
        """{"file":"/etc/shadow"}""",
        """{"environment_id":"aws1","url":"https://evil.example/canary-7c1d"}""",
        """{"certificate":{"use_default_certificate_config":true}}""",
        "{}",
        "5");

    public static TheoryData<string> Texts => new(
        string.Empty,
        "{",
        "[]",
        "5",
        "null",
        "\"\"",
        "{}",
        """{"type":5}""",
        """{"type":"service_account"}""",
        """{"type":"service_account","Type":"authorized_user"}""",
        "{\"a\":" + new string('[', 1000) + new string(']', 1000) + "}",
        new string(' ', 100_000) + "{}");

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_changed_field_is_refused(string field, string value) => Refused(Account.KeyJson(json => json[field] = value));

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_is_no_credential_is_refused(string text) => Refused(text);

    [Theory]
    [MemberData(nameof(Sources))]
    public void An_external_account_is_refused_unless_allowed(string source) => Refused(GcpCredentialTests.External(null!).Replace("\"credential_source\":null", $"\"credential_source\":{source}", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"executable":{"command":"/bin/sh -c id"}}""")]
    [InlineData("""{"executable":{"command":"x"},"file":"/tmp/x"}""")]
    [InlineData("""{"environment_id":"aws1","url":"https://evil.example/"}""")]
    [InlineData("""{"environment_id":"aws1","regional_cred_verification_url":"https://evil.example/"}""")]
    public void A_program_and_a_foreign_AWS_address_are_refused_whatever_is_allowed(string source) => Refused(
        GcpCredentialTests.External(JsonNode.Parse(source)!.AsObject()), GcpExternalSources.File | GcpExternalSources.Url | GcpExternalSources.Aws);

    [Theory]
    [InlineData("token_url", "https://sts.evil.example/v1/token")]
    [InlineData("token_info_url", "https://evil.example/")]
    [InlineData("service_account_impersonation_url", "https://evil.example/v1/projects/-/serviceAccounts/a@b.c:generateAccessToken")]
    [InlineData("service_account_impersonation_url", "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@b.c/../x:generateAccessToken")]
    public void A_foreign_address_in_an_external_account_is_refused(string field, string value)
    {
        JsonObject json = JsonNode.Parse(GcpCredentialTests.External(new JsonObject { ["file"] = "/tmp/x" }))!.AsObject();
        json[field] = value;
        Refused(json.ToJsonString(), GcpExternalSources.File);
    }

    [Fact]
    public void A_hostile_source_within_an_impersonation_is_refused()
    {
        var json = new JsonObject
        {
            ["type"] = "impersonated_service_account",
            ["service_account_impersonation_url"] = "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@b.c:generateAccessToken",
            ["source_credentials"] = JsonNode.Parse(Account.KeyJson(key => key["token_uri"] = "https://evil.example/token")),
        };
        Refused(json.ToJsonString());
    }

    [Fact]
    public async Task The_gate_stops_what_got_that_far()
    {
        using var gate = new HttpMessageInvoker(new GcpHostGate(null, null, new Unreachable()));
        foreach (string address in (string[])["https://evil.example/token", "http://oauth2.googleapis.com/token", "https://oauth2.googleapis.com:444/token", "http://127.0.0.1/", "https://storage.googleapis.com/"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(async () => await gate.SendAsync(request, CancellationToken.None));
            Assert.Equal(KeyProviderError.InvalidConfiguration, failure.Error);
        }
    }

    private static void Refused(string json, GcpExternalSources allowed = GcpExternalSources.None)
    {
        KeyProviderException failure = Assert.Throws<KeyProviderException>(() => new GcpKeyProvider(new GcpKeyProviderOptions
        {
            KeyName = "projects/p/locations/l/keyRings/r/cryptoKeys/k",
            CredentialsJson = json,
            ExternalAccounts = allowed,
        }));
        Assert.Equal(KeyProviderError.InvalidConfiguration, failure.Error);
        Assert.NotNull(failure.Remedy);
        string text = failure.ToString();
        Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", text, StringComparison.Ordinal);
    }

    private sealed class Unreachable : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A request left.");
    }
}
