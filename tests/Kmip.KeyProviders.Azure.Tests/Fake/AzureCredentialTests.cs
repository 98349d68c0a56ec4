using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Kmip.FakeAzure.Tokens;
using Kmip.TestSupport;

namespace Kmip.KeyProviders.Azure.Tests.Fake;

/// <summary>Every way to a token.</summary>
public sealed class AzureCredentialTests(FakeAzureFixture fake) : IClassFixture<FakeAzureFixture>
{
    [Fact]
    public async Task The_first_request_says_nothing_and_the_token_is_asked_for_once_and_shared()
    {
        fake.Server.Requests.Clear();
        AzureKeyProvider provider = fake.Provider();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => FakeAzureFixture.WorksAsync(provider)));
        Assert.Equal((string.Empty, string.Empty), (fake.Server.Requests.First().Authorization, fake.Server.Requests.First().Body));
        Assert.Equal(1, fake.Server.Requests.Count(r => r.Service == "token"));
        Assert.Equal(1, fake.Server.Requests.Count(r => r.Service == "vault" && r.Authorization!.Length == 0));
    }

    [Fact]
    [Trait("Abuse", "A125")]
    public async Task A_token_that_ends_early_is_renewed_once()
    {
        AzureKeyProvider provider = fake.Provider();
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        fake.Server.Entra.RevokeAll();
        fake.Server.Requests.Clear();
        Assert.Equal(32, await provider.UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
        Assert.Equal(["vault", "token", "vault"], fake.Server.Requests.Select(r => r.Service));
    }

    [Fact]
    [Trait("Abuse", "A125")]
    public async Task A_claims_challenge_is_answered_once_with_a_token_that_has_them()
    {
        AzureKeyProvider provider = fake.Provider();
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        fake.Server.Vault.RequiredClaim = "nbf";
        fake.Server.Requests.Clear();
        Assert.Equal(32, await provider.UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
        fake.Server.Vault.RequiredClaim = null;
        Assert.Equal(["vault", "token", "vault"], fake.Server.Requests.Select(r => r.Service));
        Assert.Contains("nbf", Uri.UnescapeDataString(fake.Server.Requests.Single(r => r.Service == "token").Body), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A125")]
    public async Task A_wrong_clock_is_named()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Combine("application.pem");
        await File.WriteAllTextAsync(file, Pem(fake.Application.Certificate));
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.ClockOffset = TimeSpan.FromHours(-1);
        KeyProviderException failure = await fake.FailAsync(With(new() { ClientCertificateFile = file }), wrapped);
        fake.Server.ClockOffset = TimeSpan.Zero;
        Assert.Equal((KeyProviderError.CredentialsRejected, "AADSTS700024"), (failure.Error, failure.CloudCode));
        Assert.Contains("60 minutes fast", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_secrets_and_tenants_are_refused_in_our_words()
    {
        byte[] wrapped = await fake.WrapAsync();
        Assert.Equal("AADSTS7000215", (await fake.FailAsync(fake.Provider(secret: "wrong"), wrapped)).CloudCode);
        FakeApplication expired = fake.Server.Entra.CreateApplication();
        expired.IsSecretValid = false;
        Assert.Equal("AADSTS7000222", (await fake.FailAsync(fake.Provider(application: expired), wrapped)).CloudCode);
        KeyProviderException unknown = await fake.FailAsync(fake.Provider(tenant: "other.example"), wrapped);
        Assert.Equal((KeyProviderError.CredentialsRejected, "AADSTS90002"), (unknown.Error, unknown.CloudCode));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, "pass")]
    [InlineData(false, null)]
    [InlineData(false, "pass")]
    public async Task A_client_certificate_works_and_is_read_again(bool pem, string? password)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Combine("application");
        AzureKeyProvider provider = With(new() { ClientCertificateFile = file, ClientCertificatePassword = password });
        Assert.Equal(KeyProviderError.InvalidConfiguration, (await fake.FailAsync(provider, new byte[256])).Error);
        await File.WriteAllTextAsync(file, "-----BEGIN canary-----");
        Assert.DoesNotContain("canary", (await fake.FailAsync(provider, new byte[256])).ToString(), StringComparison.Ordinal);
        X509Certificate2 certificate = fake.Application.Certificate;
        await File.WriteAllBytesAsync(file, pem ? System.Text.Encoding.ASCII.GetBytes(Pem(certificate, password)) : certificate.Export(X509ContentType.Pkcs12, password));
        await FakeAzureFixture.WorksAsync(provider);
    }

    [Fact]
    public async Task A_federated_token_works_and_is_read_again()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Combine("token");
        AzureKeyProvider provider = With(new() { FederatedTokenFile = file });
        byte[] wrapped = await fake.WrapAsync();
        Assert.Equal(KeyProviderError.CredentialsMissing, (await fake.FailAsync(provider, wrapped)).Error);
        await File.WriteAllTextAsync(file, "eyFAKE.federated.token");
        Assert.Equal("AADSTS700027", (await fake.FailAsync(provider, wrapped)).CloudCode);
        fake.Application.FederatedTokens.Add("eyFAKE.federated.token");
        await FakeAzureFixture.WorksAsync(provider);
    }

    [Fact]
    public async Task A_managed_identity_gives_tokens()
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.Entra.MachineIdentity = null;
        KeyProviderException failure = await fake.FailAsync(Machine(null), wrapped);
        Assert.Equal(KeyProviderError.CredentialsMissing, failure.Error);
        fake.Server.Entra.MachineIdentity = fake.Application;
        fake.Server.Requests.Clear();
        await FakeAzureFixture.WorksAsync(Machine(null));
        await FakeAzureFixture.WorksAsync(Machine(fake.Application.ClientId));
        Assert.DoesNotContain(fake.Server.Requests, r => r.Service == "token");
        Assert.Contains(fake.Server.Requests, r => r.Service == "machine" && Uri.UnescapeDataString(r.Query).Contains("resource=https://vault.azure.net", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_own_credential_is_asked_for_this_vault_and_tenant_only()
    {
        var credential = new FixedCredential();
        AzureKeyProvider provider = fake.Provider(credential: credential);
        KeyProviderException failure = await fake.FailAsync(provider, new byte[256]);
        Assert.Equal(KeyProviderError.CredentialsRejected, failure.Error);
        Assert.Equal(2, credential.Asked.Count);
        Assert.All(credential.Asked, context => Assert.Equal("https://vault.azure.net/.default", Assert.Single(context.Scopes)));
    }

    private static string Pem(X509Certificate2 certificate, string? password = null)
    {
        using RSA key = certificate.GetRSAPrivateKey()!;
        string pem = password is null
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000));
        return $"{certificate.ExportCertificatePem()}\n{pem}\n";
    }

    private AzureKeyProvider Machine(string? client) => fake.Own(new AzureKeyProvider(new AzureKeyProviderOptions
    {
        KeyIdentifier = fake.Key.Id,
        ManagedIdentity = true,
        ClientId = client,
        EndpointUrl = fake.Server.Endpoint.AbsoluteUri,
        CredentialEndpointUrl = fake.Server.Endpoint.AbsoluteUri,
        RetryPolicy = FakeAzureFixture.Quick,
        Environment = FakeAzureFixture.NoEnvironment,
    }));

    private AzureKeyProvider With(AzureKeyProviderOptions credentials) => fake.Own(new AzureKeyProvider(new AzureKeyProviderOptions
    {
        KeyIdentifier = fake.Key.Id,
        TenantId = fake.Server.Entra.Tenant,
        ClientId = fake.Application.ClientId,
        ClientCertificateFile = credentials.ClientCertificateFile,
        ClientCertificatePassword = credentials.ClientCertificatePassword,
        FederatedTokenFile = credentials.FederatedTokenFile,
        EndpointUrl = fake.Server.Endpoint.AbsoluteUri,
        CredentialEndpointUrl = fake.Server.Endpoint.AbsoluteUri,
        RetryPolicy = FakeAzureFixture.Quick,
        Environment = FakeAzureFixture.NoEnvironment,
    }));

    private sealed class FixedCredential : TokenCredential
    {
        public List<TokenRequestContext> Asked { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Asked.Add(requestContext);
            return ValueTask.FromResult(new AccessToken("none-" + Asked.Count, TimeProvider.System.GetUtcNow().AddHours(1)));
        }
    }
}
