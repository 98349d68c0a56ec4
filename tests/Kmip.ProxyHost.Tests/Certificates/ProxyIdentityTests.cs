using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kmip.ProxyHost.Certificates;
using Kmip.ProxyHost.Tests.Support;
using Kmip.Server;

namespace Kmip.ProxyHost.Tests.Certificates;

/// <summary>What is made on a first start.</summary>
public sealed class ProxyIdentityTests : IDisposable
{
    private readonly IdentityBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void A_first_start_writes_a_matching_pair_and_says_where()
    {
        using ProxyIdentity identity = _bed.Prepare();

        Assert.False(identity.IsKept);
        Assert.Equal(_bed.AuthorityPath, identity.AuthorityPath);
        Assert.Equal(_bed.ClientPath, identity.ClientPath);
        Assert.Equal(["kmipCA.pem", "kmipClient.pem", "kmipIdentity.sealed"], _bed.Snapshot().Keys);
        Assert.True(_bed.IsMatchingPair());
        using X509Certificate2 client = _bed.LoadClient();
        Assert.Equal([ClientIdentity.FingerprintOf(client)], identity.ClientFingerprints);
        Assert.Contains(_bed.ClientPath, _bed.Said, StringComparison.Ordinal);
        Assert.Empty(_bed.Warnings);
    }

    [Fact]
    public void The_server_certificate_names_the_loopback_addresses_and_localhost_and_serves_only()
    {
        using ProxyIdentity identity = _bed.Prepare();

        Assert.True(identity.Server.HasPrivateKey);
        Assert.Equal(2048, identity.Server.GetRSAPublicKey()!.KeySize);
        X509SubjectAlternativeNameExtension names = identity.Server.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["127.0.0.1", "::1"], names.EnumerateIPAddresses().Select(address => address.ToString()));
        Assert.Equal(["localhost"], names.EnumerateDnsNames());
        Assert.Equal(["1.3.6.1.5.5.7.3.1"], UsesOf(identity.Server));
        Assert.True(IdentityBed.Verifies(identity.Server, identity.Authority, _bed.Time.GetUtcNow()));
        Assert.False(identity.Authority.HasPrivateKey);
    }

    [Fact]
    public void The_client_certificate_is_for_clients_only_and_its_key_is_PKCS_1()
    {
        using ProxyIdentity identity = _bed.Prepare();
        using X509Certificate2 client = _bed.LoadClient();

        Assert.Equal(["1.3.6.1.5.5.7.3.2"], UsesOf(client));
        Assert.Equal(2048, client.GetRSAPublicKey()!.KeySize);
        string pem = File.ReadAllText(_bed.ClientPath);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----\n", pem, StringComparison.Ordinal);
        Assert.Contains("-----BEGIN RSA PRIVATE KEY-----\n", pem, StringComparison.Ordinal);
        Assert.Equal(2, pem.Split("-----BEGIN ").Length - 1);
    }

    [Fact]
    [Trait("Abuse", "A92")]
    public void The_authority_file_holds_a_certificate_and_no_key()
    {
        using ProxyIdentity identity = _bed.Prepare();

        string pem = File.ReadAllText(_bed.AuthorityPath);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----\n", pem, StringComparison.Ordinal);
        Assert.Equal(1, pem.Split("-----BEGIN ").Length - 1);
        Assert.DoesNotContain("PRIVATE KEY", pem, StringComparison.Ordinal);
    }

    [Fact]
    public void Serial_numbers_are_random_positive_and_of_16_bytes()
    {
        HashSet<string> seen = [];
        for (int i = 0; i < 2; i++)
        {
            using ProxyIdentity identity = _bed.Prepare(forceNew: true);
            using X509Certificate2 client = _bed.LoadClient();
            foreach (X509Certificate2 certificate in (X509Certificate2[])[identity.Authority, identity.Server, client])
            {
                Assert.Equal(16, certificate.SerialNumberBytes.Length);
                Assert.InRange(certificate.SerialNumberBytes.Span[0], 0x40, 0x7F);
                Assert.True(seen.Add(certificate.SerialNumber));
            }
        }
    }

    [Fact]
    public void Validity_begins_a_little_before_now()
    {
        using ProxyIdentity identity = _bed.Prepare();

        DateTime now = _bed.Time.GetUtcNow().UtcDateTime;
        foreach (X509Certificate2 certificate in (X509Certificate2[])[identity.Authority, identity.Server])
        {
            Assert.InRange(certificate.NotBefore.ToUniversalTime(), now.AddDays(-1), now.AddMinutes(-5));
        }

        Assert.InRange(identity.Server.NotAfter.ToUniversalTime(), now.AddDays(364), now.AddDays(366));
        Assert.True(identity.Authority.NotAfter > identity.Server.NotAfter.AddYears(5));
    }

    [Fact]
    public void Without_a_master_key_nothing_is_sealed()
    {
        using (ProxyIdentity first = _bed.Prepare())
        {
            Assert.True(File.Exists(_bed.SealedPath));
        }

        using ProxyIdentity identity = _bed.Prepare(keys: []);

        Assert.False(identity.IsKept);
        Assert.Equal(["kmipCA.pem", "kmipClient.pem"], _bed.Snapshot().Keys);
        Assert.True(_bed.IsMatchingPair());
    }

    [Fact]
    [Trait("Abuse", "A110")]
    public void An_ephemeral_run_keeps_nothing_and_its_files_can_be_removed()
    {
        using (ProxyIdentity first = _bed.Prepare())
        {
            Assert.False(first.IsKept);
        }

        using ProxyIdentity identity = _bed.Prepare(options: ["--ephemeral"]);

        Assert.False(identity.IsKept);
        Assert.Equal(["kmipCA.pem", "kmipClient.pem"], _bed.Snapshot().Keys);
        identity.RemoveFiles();
        Assert.Empty(_bed.Snapshot());
        identity.RemoveFiles();
    }

    [Fact]
    public void The_sealed_file_holds_no_key_in_the_clear()
    {
        using ProxyIdentity identity = _bed.Prepare();

        byte[] content = File.ReadAllBytes(_bed.SealedPath);
        using RSA key = identity.Server.GetRSAPrivateKey()!;
        RSAParameters parameters = key.ExportParameters(true);
        string text = System.Text.Encoding.ASCII.GetString(content);
        foreach (string part in text.Split('"').Where(part => part.Length > 40))
        {
            byte[] bytes = Convert.FromBase64String(part);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(parameters.P.AsSpan(0, 16)));
            Assert.Equal(-1, bytes.AsSpan().IndexOf(parameters.D.AsSpan(0, 16)));
            Assert.Equal(-1, bytes.AsSpan().IndexOf(_bed.Key.Key.Span));
        }

        Assert.Contains("\"keyId\": \"key-1\"", text, StringComparison.Ordinal);
        Assert.Contains("\"formatVersion\": 1", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> UsesOf(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<Oid>().Select(use => use.Value);
}
