using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Serving;

/// <summary>Whoever does not hold the certificate that this proxy made gets no byte of an answer.</summary>
[Trait("Abuse", "A47")]
public sealed class WrongClientTests
{
    /// <summary>Query in KMIP 1.0: what even a denied client would be answered.</summary>
    private static readonly byte[] Query = Convert.FromHexString(
        "4200780100000070" + "4200770100000038" + "4200690100000020" + "42006A02000000040000000100000000" + "42006B02000000040000000000000000"
        + "42000D02000000040000000100000000" + "42000F0100000028" + "42005C05000000040000001800000000" + "4200790100000010" + "42007405000000040000000100000000");

    public enum Client
    {
        NoCertificate,
        SelfSigned,
        AnotherProxys,
        FromBeforeNewCertificates,
    }

    [Theory]
    [InlineData(Client.NoCertificate)]
    [InlineData(Client.SelfSigned)]
    [InlineData(Client.AnotherProxys)]
    [InlineData(Client.FromBeforeNewCertificates)]
    public async Task Any_other_client_certificate_gets_no_byte(Client client)
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k1");
        using X509Certificate2? certificate = await MakeAsync(client, snapshot);
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, ["--newCertificates"]);

        Assert.Equal(0, await AskAsync(run.Port, certificate));
        Assert.Equal(key, await run.GetKeyAsync("k1"));
        Assert.Contains("KMIP connection refused", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_minted_certificate_gets_an_answer_to_the_same_bytes()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, []);
        using X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(Path.Combine(snapshot.DatabasePath, "kmipClient.pem"));

        Assert.NotEqual(0, await AskAsync(run.Port, certificate));
    }

    private static async Task<X509Certificate2?> MakeAsync(Client client, TestSnapshot snapshot)
    {
        switch (client)
        {
            case Client.SelfSigned:
                using (RSA key = RSA.Create(2048))
                {
                    CertificateRequest request = new("CN=kmip-proxy client", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                    request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
                    return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
                }

            case Client.AnotherProxys:
                using (TestSnapshot other = new())
                {
                    other.AddKey("k1");
                    return await MintedAsync(other);
                }

            case Client.FromBeforeNewCertificates:
                return await MintedAsync(snapshot);
            default:
                return null;
        }
    }

    private static async Task<X509Certificate2> MintedAsync(TestSnapshot snapshot)
    {
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, []);
        return X509Certificate2.CreateFromPemFile(Path.Combine(snapshot.DatabasePath, "kmipClient.pem"));
    }

    /// <summary>Sends the request and counts the bytes that come back before the connection ends. The server's certificate is not looked at.</summary>
    private static async Task<int> AskAsync(int port, X509Certificate2? certificate)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        using TcpClient tcp = new();
        await tcp.ConnectAsync("127.0.0.1", port, limit.Token);
        await using SslStream tls = new(tcp.GetStream());
        byte[] answer = new byte[4096];
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "127.0.0.1",
                    ClientCertificates = certificate is null ? null : [certificate],
                    EnabledSslProtocols = SslProtocols.Tls12,
                    RemoteCertificateValidationCallback = static (_, server, _, _) => server is not null,
                },
                limit.Token);
            await tls.WriteAsync(Query, limit.Token);
            return await tls.ReadAsync(answer, limit.Token);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return 0;
        }
    }
}
