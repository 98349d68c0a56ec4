using System.Text;
using Kmip.FakeAzure.Faults;

namespace Kmip.KeyProviders.Azure.Tests.Fake;

/// <summary>What a vault, or what answers in its place, may ask for: a token of its cloud, its tenant and its service, and nothing else.</summary>
[Trait("Abuse", "A121")]
public sealed class VaultChallengeTests(FakeAzureFixture fake) : IClassFixture<FakeAzureFixture>
{
    private const string Tenant = "11111111-2222-3333-4444-555555555555";
    private const string Good = "Bearer authorization=\"https://login.microsoftonline.com/" + Tenant + "\", resource=\"https://vault.azure.net\"";

    [Theory]
    [InlineData("https://login.microsoftonline.com/" + Tenant, "https://evil.example")]
    [InlineData("https://login.microsoftonline.com/" + Tenant, "https://management.azure.com/")]
    [InlineData("https://login.microsoftonline.com/" + Tenant, "https://azure.net")]
    [InlineData("https://login.microsoftonline.com/" + Tenant, "https://vault.azure.net.evil.example")]
    [InlineData("https://login.microsoftonline.com/" + Tenant, "https://vault.azure.net@evil.example")]
    [InlineData("https://login.microsoftonline.com/" + Tenant, "http://vault.azure.net")]
    [InlineData("https://login.microsoftonline.com/" + Tenant, "https://managedhsm.azure.net")]
    [InlineData("https://evil.example/" + Tenant, "https://vault.azure.net")]
    [InlineData("http://login.microsoftonline.com/" + Tenant, "https://vault.azure.net")]
    [InlineData("https://login.microsoftonline.com:444/" + Tenant, "https://vault.azure.net")]
    [InlineData("https://login.chinacloudapi.cn/" + Tenant, "https://vault.azure.net")]
    [InlineData("https://login.microsoftonline.com/common", "https://vault.azure.net")]
    [InlineData("https://login.microsoftonline.com/", "https://vault.azure.net")]
    [InlineData("https://login.microsoftonline.com/22222222-2222-3333-4444-555555555555", "https://vault.azure.net")]
    public async Task A_challenge_for_something_else_gets_no_token(string authorization, string resource)
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.Requests.Clear();
        fake.Server.Faults.Add(new Fault(FaultKind.Challenge) { Service = "challenge", Challenge = $"Bearer authorization=\"{authorization}\", resource=\"{resource}\"" });
        KeyProviderException failure = await fake.FailAsync(fake.Provider(), wrapped);
        fake.Server.Faults.Clear();
        Assert.Equal((KeyProviderError.InvalidConfiguration, 1), (failure.Error, failure.Attempts));
        Assert.DoesNotContain("evil", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(["vault"], fake.Server.Requests.Select(r => r.Service));
    }

    [Fact]
    public async Task A_later_challenge_is_held_to_the_same()
    {
        AzureKeyProvider provider = fake.Provider();
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        fake.Server.Requests.Clear();
        fake.Server.Faults.Add(new Fault(FaultKind.Challenge) { Challenge = "Bearer authorization=\"https://evil.example/t\", resource=\"https://vault.azure.net\"" });
        Assert.Equal(KeyProviderError.InvalidConfiguration, (await fake.FailAsync(provider, wrapped)).Error);
        fake.Server.Faults.Clear();
        Assert.Equal(["vault"], fake.Server.Requests.Select(r => r.Service));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Basic realm=\"x\"")]
    [InlineData("Bearer authorization=\"https://login.microsoftonline.com/t")]
    [InlineData(Good + ", resource=\"https://evil.example\"")]
    [InlineData("Bearer =,=")]
    [InlineData(Good + ", error=\"insufficient_claims\", claims=\"%%%\"")]
    [InlineData(Good + ", error=\"insufficient_claims\", claims=\"e30x\"")]
    public void What_is_no_challenge_is_refused(string header)
    {
        KeyProviderException failure = Assert.Throws<KeyProviderException>(() => Read(header));
        Assert.Equal(KeyProviderError.Unavailable, failure.Error);
    }

    [Theory]
    [InlineData(Good)]
    [InlineData("Basic realm=\"a, b\", " + Good)]
    [InlineData("bearer resource=https://vault.azure.net , authorization_uri = \"https://login.windows.net/" + Tenant + "/\"")]
    [InlineData(Good + ", PoP nonce=\"x\", resource=\"https://evil.example\"")]
    [InlineData("Bearer authorization=\"https://login.microsoftonline.com/" + Tenant + "\", scope=\"https://vault.azure.net/.default\"")]
    public void Honest_challenges_are_read(string header) => Assert.Equal(new VaultChallenge(Tenant, null), Read(header));

    [Fact]
    public void Claims_are_decoded()
    {
        const string Claims = """{"access_token":{"nbf":{"essential":true}}}""";
        string header = $"{Good}, error=\"insufficient_claims\", claims=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(Claims))}\"";
        Assert.Equal(Claims, Read(header).Claims);
        Assert.Null(Read(header.Replace("insufficient_claims", "invalid_token", StringComparison.Ordinal)).Claims);
    }

    private static VaultChallenge Read(string header) => VaultChallenge.Read(header, AzureSettings.From(new AzureKeyProviderOptions
    {
        KeyIdentifier = "https://some-vault.vault.azure.net/keys/k",
        TenantId = Tenant,
        ManagedIdentity = true,
    }));
}
