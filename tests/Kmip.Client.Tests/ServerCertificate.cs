using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Kmip.Client.Tests.Support;
using Kmip.Protocol;

namespace Kmip.Client.Tests;

/// <summary>Mutual TLS against a real TLS server: only the server that was asked for gets a request.</summary>
public sealed class ServerCertificate
{
    [Fact]
    public async Task A_server_with_the_right_certificate_is_served_and_sees_the_clients()
    {
        using TestPki pki = new();
        X509Certificate2 clientCertificate = pki.IssueClient();
        string? seen = null;
        await using ScriptedServer server = TlsServer(pki.IssueServer(), pki.Authority, seenClient: thumbprint => seen = thumbprint);

        await using KmipClient client = await KmipClient.ConnectAsync(Options(server, pki.Authority, clientCertificate));
        ActivateResponse response = await client.SendAsync(new ActivateRequest { UniqueIdentifier = "1" });

        Assert.Equal("1", response.UniqueIdentifier.Text);
        Assert.Equal(clientCertificate.Thumbprint, seen);
    }

    [Fact]
    [Trait("Abuse", "A86")]
    public async Task A_certificate_for_another_host_is_refused_and_both_names_are_told() =>
        await AssertRefusedAsync((pki, _) => pki.IssueServer(names => names.AddDnsName("other.example")), "other.example", "127.0.0.1");

    [Fact]
    [Trait("Abuse", "A86")]
    public async Task A_certificate_for_another_address_is_refused_and_both_are_told() =>
        await AssertRefusedAsync((pki, _) => pki.IssueServer(names => names.AddIpAddress(IPAddress.Parse("192.0.2.7"))), "192.0.2.7", "127.0.0.1");

    [Fact]
    [Trait("Abuse", "A86")]
    public async Task A_certificate_of_another_authority_is_refused() =>
        await AssertRefusedAsync((_, other) => other.IssueServer(), "certificate authority");

    [Fact]
    [Trait("Abuse", "A86")]
    public async Task An_expired_certificate_is_refused() =>
        await AssertRefusedAsync((pki, _) => pki.IssueServer(notAfter: DateTimeOffset.UtcNow.AddDays(-1)), "expired");

    [Fact]
    [Trait("Abuse", "A86")]
    public async Task A_port_without_TLS_is_refused()
    {
        using TestPki pki = new();
        bool gotRequest = false;
        await using ScriptedServer server = new(async (stream, _, stop) =>
        {
            byte[] first = new byte[1];
            gotRequest = await stream.ReadAsync(first, stop) == 1 && first[0] == 0x42;
            await stream.WriteAsync("this is not TLS at all\r\n"u8.ToArray(), stop);
        });

        KmipConnectionException exception = await Assert.ThrowsAsync<KmipConnectionException>(
            () => KmipClient.ConnectAsync(Options(server, pki.Authority, pki.IssueClient())));

        Assert.Equal(KmipConnectionError.TlsFailed, exception.Error);
        Assert.False(gotRequest);
    }

    private static async Task AssertRefusedAsync(Func<TestPki, TestPki, X509Certificate2> certificate, params string[] told)
    {
        using TestPki pki = new();
        using TestPki other = new();
        int requests = 0;
        await using ScriptedServer server = TlsServer(certificate(pki, other), pki.Authority, gotRequest: () => requests++);

        KmipConnectionException exception = await Assert.ThrowsAsync<KmipConnectionException>(
            () => KmipClient.ConnectAsync(Options(server, pki.Authority, pki.IssueClient())));

        Assert.Equal(KmipConnectionError.ServerCertificateRejected, exception.Error);
        Assert.All(told, text => Assert.Contains(text, exception.Message, StringComparison.Ordinal));
        Assert.Equal(1, server.Connections);
        Assert.Equal(0, requests);
    }

    private static KmipClientOptions Options(ScriptedServer server, X509Certificate2 authority, X509Certificate2 client) => new()
    {
        Host = "127.0.0.1",
        Port = server.Port,
        ClientCertificate = client,
        TrustedAuthorities = [authority],
        Versions = [KmipVersion.V1_4],
    };

    private static ScriptedServer TlsServer(X509Certificate2 certificate, X509Certificate2 authority, Action<string?>? seenClient = null, Action? gotRequest = null) =>
        new(async (plain, _, stop) =>
        {
            await using SslStream stream = new(plain);
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateRequired = true,
                    CertificateChainPolicy = Trust(authority),
                },
                stop);
            seenClient?.Invoke((stream.RemoteCertificate as X509Certificate2)?.Thumbprint);
            while (await ScriptedServer.ReadMessageAsync(stream, stop) is not null)
            {
                gotRequest?.Invoke();
                await stream.WriteAsync(Answers.Identifier(Operation.Activate, "1"), stop);
            }
        });

    private static X509ChainPolicy Trust(X509Certificate2 authority)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        return policy;
    }

    [Fact]
    public async Task A_server_that_refuses_the_clients_certificate_is_explained()
    {
        using TestPki pki = new();
        using TestPki other = new();
        await using ScriptedServer server = TlsServer(pki.IssueServer(), pki.Authority);

        KmipConnectionException exception = await Assert.ThrowsAsync<KmipConnectionException>(async () =>
        {
            await using KmipClient client = await KmipClient.ConnectAsync(Options(server, pki.Authority, other.IssueClient()));
            await client.SendAsync(new ActivateRequest { UniqueIdentifier = "1" });
        });

        Assert.Contains(exception.Error, new[] { KmipConnectionError.TlsFailed, KmipConnectionError.ClosedBeforeFirstResponse });
        Assert.Contains("refuses the client certificate", exception.Message, StringComparison.Ordinal);
    }
}
