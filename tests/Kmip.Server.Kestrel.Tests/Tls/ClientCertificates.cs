using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Kmip.Server.Kestrel.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Kmip.Server.Kestrel.Tests.Tls;

/// <summary>A47: every certificate a stranger could turn up with gets not one application byte, and leaves an audit line with a reason.</summary>
public sealed class ClientCertificates : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public static TheoryData<string, SslProtocols> Cases()
    {
        TheoryData<string, SslProtocols> cases = [];
        foreach (SslProtocols protocol in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
        {
            foreach (string name in new[]
            {
                "none", "self-signed", "foreign authority", "expired", "not yet valid", "server use only", "no use",
                "the authority itself", "not the minted one", "issued by a client", "an intermediate authority", "same name, foreign key",
            })
            {
                cases.Add(name, protocol);
            }
        }

        return cases;
    }

    [Theory]
    [Trait("Abuse", "A47")]
    [MemberData(nameof(Cases))]
    public async Task A_wrong_client_certificate_gets_no_application_byte(string name, SslProtocols protocol)
    {
        byte[] answer = await _server.TryAskAsync(Make(name), protocol);

        Assert.Empty(answer);
        await _server.AssertAliveAsync();
        (LogLevel level, _, string text, _) = Assert.Single(_server.Loggers.Lines, line => line.Category.EndsWith("Audit", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains("refused", text, StringComparison.Ordinal);
        Assert.DoesNotContain("CN=", text, StringComparison.Ordinal);
        _server.AssertNoStackTraceAtWarning();
    }

    [Fact]
    [Trait("Abuse", "A47")]
    public async Task A_certificate_without_its_key_cannot_be_used()
    {
        using var relay = new TamperingRelay(_server.EndPoint);
        Assert.Empty(await _server.TryAskAsync(_server.GoodClient, SslProtocols.Tls12, relay.EndPoint));

        Assert.True(relay.Tampered);
        await _server.AssertAliveAsync();
        _server.AssertNoStackTraceAtWarning();
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task The_pinned_client_is_served(SslProtocols protocol)
    {
        await using SslStream stream = await _server.HandshakeAsync(_server.GoodClient, protocol);
        Assert.Equal(protocol, stream.SslProtocol);
        Assert.NotEmpty(await _server.TryAskAsync(_server.GoodClient, protocol));
        Assert.DoesNotContain(_server.Loggers.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Without_pins_every_client_of_the_authority_is_served()
    {
        await using TestServer open = await TestServer.StartAsync(pin: false);
        Assert.NotEmpty(await open.TryAskAsync(open.Authority.Client("CN=another")));
        Assert.Empty(await open.TryAskAsync(new TestAuthority().Client()));
    }

    [Fact]
    public void A_pin_that_changes_is_asked_about_every_certificate_that_is_otherwise_good()
    {
        var authority = new TestAuthority();
        X509Certificate2 client = authority.Client();
        List<string> asked = [];
        HashSet<string> accepted = [];
        var policy = new ClientCertificatePolicy(authority.Authorities, null, TimeProvider.System, fingerprint =>
        {
            asked.Add(fingerprint);
            return accepted.Contains(fingerprint);
        });

        Assert.Equal("the client certificate is not the pinned one", policy.Refuse(client));
        accepted.Add(ClientIdentity.FingerprintOf(client));
        Assert.Null(policy.Refuse(client));
        Assert.NotNull(policy.Refuse(new TestAuthority("CN=Another authority").Client()));
        Assert.Equal([ClientIdentity.FingerprintOf(client), ClientIdentity.FingerprintOf(client)], asked);
    }

    private X509Certificate2? Make(string name)
    {
        TestAuthority authority = _server.Authority;
        string[] client = [TestAuthority.ClientUse];
        return name switch
        {
            "none" => null,
            "self-signed" => TestAuthority.SelfSigned("CN=client", client),
            "foreign authority" => new TestAuthority("CN=Another authority").Client(),
            "same name, foreign key" => new TestAuthority().Client(),
            "expired" => authority.Issue("CN=client", client, from: TestAuthority.Now.AddHours(-20), to: TestAuthority.Now.AddHours(-1)),
            "not yet valid" => authority.Issue("CN=client", client, from: TestAuthority.Now.AddHours(1), to: TestAuthority.Now.AddHours(2)),
            "server use only" => authority.Issue("CN=client", [TestAuthority.ServerUse]),
            "no use" => authority.Issue("CN=client", []),
            "the authority itself" => authority.Certificate,
            "not the minted one" => authority.Client(),
            "issued by a client" => TestAuthority.IssueWith(_server.GoodClient, _server.GoodClient.GetECDsaPrivateKey()!, "CN=minted", client),
            "an intermediate authority" => authority.Issue("CN=intermediate", client, authority: true),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }
}
