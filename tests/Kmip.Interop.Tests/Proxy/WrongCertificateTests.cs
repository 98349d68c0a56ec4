using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kmip.Interop.Tests.PyKmip;
using Kmip.Interop.Tests.Support;
using Kmip.TestSupport;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>Clients with another certificate than the one the proxy wrote get no answer, and mongod's is served all the while.</summary>
public sealed class WrongCertificateTests
{
    [Fact]
    [Trait("Abuse", "A47")]
    public async Task A_wrong_client_certificate_gets_no_answer_and_one_line_with_its_fingerprint()
    {
        PyKmipClient.Require();
        using Snapshot snapshot = new();
        byte[] key = await snapshot.AddKeyAsync("k1", snapshot.LocalProvider);
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, ["--logLevel", "trace"]);
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(proxy.Endpoint.Ca);
        X509Certificate2[] strangers =
        [
            new TestAuthority().Client("CN=Stranger"),
            new TestAuthority(authority.Subject).Client("CN=Stranger"),
            TestAuthority.SelfSigned("CN=Stranger", [TestAuthority.ClientUse]),
        ];
        PyKmipSession[] sessions =
        [
            .. strangers.Select((certificate, number) => new PyKmipSession("1.2", PyKmipStep.Get("k1")) { Pem = Write(snapshot.Beside($"{number}.pem"), certificate) }),
            new("1.2", PyKmipStep.Get("k1")),
        ];

        PyKmipConversation[] conversations = await PyKmipClient.RunAsync(proxy.Endpoint, sessions);

        Assert.All(conversations[..^1], conversation => Assert.NotNull(Assert.Single(conversation.Answers).Lost));
        Assert.Equal(Convert.ToHexStringLower(key), Assert.Single(conversations[^1].Succeed().Answers).Value);
        foreach (X509Certificate2 certificate in strangers)
        {
            string fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
            await proxy.Program.WaitForAsync(text => text.Contains(fingerprint, StringComparison.OrdinalIgnoreCase) ? text : null);
            certificate.Dispose();
        }

        Assert.DoesNotContain("Stranger", proxy.Program.AllOutput, StringComparison.Ordinal);
        Canary.AssertAbsent([new("the master key", key)], proxy.Program.AllOutput, snapshot.Folder);
    }

    private static string Write(string path, X509Certificate2 certificate)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return path;
    }
}
