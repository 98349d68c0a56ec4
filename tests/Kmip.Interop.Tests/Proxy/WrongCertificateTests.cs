using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kmip.Interop.Tests.PyKmip;
using Kmip.Interop.Tests.Support;
using Kmip.TestSupport;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>Clients with another certificate than the one the proxy wrote get no answer, and mongod's is served all the while.</summary>
public sealed class WrongCertificateTests
{
    /// <summary>Who knocks.</summary>
    public static TheoryData<string> Strangers => ["another authority", "self-signed", "another authority of the same name"];

    [Theory]
    [MemberData(nameof(Strangers))]
    [Trait("Abuse", "A47")]
    public async Task A_wrong_client_certificate_gets_no_answer_and_one_line_with_its_fingerprint(string stranger)
    {
        PyKmipClient.Require();
        using Snapshot snapshot = new();
        byte[] key = await snapshot.AddKeyAsync("k1", snapshot.LocalProvider);
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, ["--logLevel", "trace"]);
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(proxy.Endpoint.Ca);
        using X509Certificate2 certificate = Mint(stranger, authority.Subject);
        string pem = snapshot.Beside("stranger.pem");
        using ECDsa privateKey = certificate.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(
            pem, certificate.ExportCertificatePem() + "\n" + privateKey.ExportPkcs8PrivateKeyPem() + "\n", TestContext.Current.CancellationToken);

        PyKmipAnswer answer = Assert.Single(await PyKmipClient.RunAsync(proxy.Endpoint with { Pem = pem }, "1.2", PyKmipStep.Get("k1")));

        Assert.NotNull(answer.Lost);
        string fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        await proxy.Program.WaitForAsync(text => text.Contains(fingerprint, StringComparison.OrdinalIgnoreCase) ? text : null);
        Assert.DoesNotContain("Stranger", proxy.Program.AllOutput, StringComparison.Ordinal);
        PyKmipAnswer good = Assert.Single(await PyKmipClient.SucceedAsync(proxy.Endpoint, "1.2", PyKmipStep.Get("k1")));
        Assert.Equal(Convert.ToHexStringLower(key), good.Value);
    }

    private static X509Certificate2 Mint(string stranger, string authority) => stranger switch
    {
        "self-signed" => TestAuthority.SelfSigned("CN=Stranger", [TestAuthority.ClientUse]),
        "another authority of the same name" => new TestAuthority(authority).Client("CN=Stranger"),
        _ => new TestAuthority().Client("CN=Stranger"),
    };
}
