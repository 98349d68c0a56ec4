using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.FakeAzure.Tokens;

/// <summary>An application of the tenant with what it can prove itself with, and what it may do.</summary>
public sealed class FakeApplication
{
    private readonly IReadOnlySet<string>? _allowed;
    private X509Certificate2? _certificate;

    internal FakeApplication(IReadOnlySet<string>? allowed) => _allowed = allowed;

    public string ClientId { get; } = Guid.NewGuid().ToString("D");

    public string Secret { get; } = "Fake8Q~" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>False: the secret has expired.</summary>
    public bool IsSecretValid { get; set; } = true;

    /// <summary>Tokens of another issuer that stand for this application.</summary>
    public HashSet<string> FederatedTokens { get; } = [];

    /// <summary>A certificate with its key; made when it is first asked for.</summary>
    public X509Certificate2 Certificate => LazyInitializer.EnsureInitialized(ref _certificate, Create);

    /// <summary>True for the operations it may use; without a list, for all.</summary>
    public bool May(string operation) => _allowed is null || _allowed.Contains(operation);

    private static X509Certificate2 Create()
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Fake application", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }
}
