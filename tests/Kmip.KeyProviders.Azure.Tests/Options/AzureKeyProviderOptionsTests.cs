using System.Net;

namespace Kmip.KeyProviders.Azure.Tests.Options;

/// <summary>The checks of identifiers, algorithms, endpoints and of the ways credentials are given.</summary>
public sealed class AzureKeyProviderOptionsTests
{
    private const string Key = "https://my-vault.vault.azure.net/keys/My-Key";
    private const string Version = "/0123456789abcdef0123456789abcdef";
    private const string Id = "11111111-2222-3333-4444-555555555555";

    [Theory]
    [InlineData(Key, "my-vault", "My-Key", null)]
    [InlineData(Key + Version, "my-vault", "My-Key", "0123456789abcdef0123456789abcdef")]
    [InlineData("HTTPS://My-Vault.Vault.Azure.NET:443/keys/k/0123456789ABCDEF0123456789ABCDEF", "my-vault", "k", "0123456789abcdef0123456789abcdef")]
    [InlineData("https://hsm.managedhsm.azure.net/keys/k", "hsm", "k", null)]
    [InlineData("https://vlt.vault.azure.cn/keys/k", "vlt", "k", null)]
    [InlineData("https://vlt.vault.usgovcloudapi.net/keys/k", "vlt", "k", null)]
    public void A_key_identifier_is_read(string text, string vault, string name, string? version)
    {
        Assert.True(AzureKeyIdentifier.TryParse(text, out AzureKeyIdentifier? key));
        Assert.Equal((vault, name, version), (key.Vault, key.Name, key.Version));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("k")]
    [InlineData("http://my-vault.vault.azure.net/keys/k")]
    [InlineData("https://my-vault.vault.azure.net.evil.example/keys/k")]
    [InlineData("https://evil.example/keys/k")]
    [InlineData("https://vault.azure.net/keys/k")]
    [InlineData("https://a.b.vault.azure.net/keys/k")]
    [InlineData("https://user:pw@my-vault.vault.azure.net/keys/k")]
    [InlineData("https://my-vault.vault.azure.net@evil.example/keys/k")]
    [InlineData("https://my-vault.vault.azure.net:8443/keys/k")]
    [InlineData("https://my-vault.vault.azure.net:443:443/keys/k")]
    [InlineData("https://169.254.169.254/keys/k")]
    [InlineData("https://my-vault.vault.azure.net/secrets/k")]
    [InlineData("https://my-vault.vault.azure.net/keys/..")]
    [InlineData("https://my-vault.vault.azure.net/keys/k/../x")]
    [InlineData("https://my-vault.vault.azure.net/keys/k/current")]
    [InlineData(Key + "/")]
    [InlineData(Key + "?x=y")]
    [InlineData(Key + "#x")]
    [InlineData(Key + "%2e")]
    [InlineData(Key + "\n")]
    [InlineData(Key + Version + "/encrypt")]
    public void Another_identifier_is_not(string? text) => Assert.False(AzureKeyIdentifier.TryParse(text, out _));

    [Theory]
    [InlineData("http://example.com")]
    [InlineData("https://user:pw@example.com")]
    [InlineData("https://example.com/path")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("example.com")]
    public void A_foreign_endpoint_is_refused(string url)
    {
        Invalid(new AzureKeyProviderOptions { KeyIdentifier = Key, ManagedIdentity = true, EndpointUrl = url });
        Invalid(new AzureKeyProviderOptions { KeyIdentifier = Key, ManagedIdentity = true, CredentialEndpointUrl = url });
    }

    [Theory]
    [InlineData("RSA1_5", false)]
    [InlineData("RSA1_5", true)]
    [InlineData("A256CBC", false)]
    [InlineData("A256CBCPAD", false)]
    [InlineData("A256KW", false)]
    [InlineData("A256GCM", true)]
    [InlineData("rsa-oaep", false)]
    [InlineData("\",\"x\":\"", false)]
    [InlineData("", false)]
    public void An_algorithm_that_is_unsafe_unknown_or_of_the_other_operation_is_refused(string algorithm, bool wrapKey) =>
        Invalid(new AzureKeyProviderOptions { KeyIdentifier = Key, ManagedIdentity = true, Algorithm = algorithm, UseWrapKey = wrapKey });

    [Fact]
    public void Mistakes_are_named_before_anything_is_sent()
    {
        Invalid(new AzureKeyProviderOptions { ManagedIdentity = true });
        Invalid(new AzureKeyProviderOptions { KeyIdentifier = "k", ManagedIdentity = true });
        Invalid(new AzureKeyProviderOptions { KeyIdentifier = Key, ManagedIdentity = true, AzureCli = true });
        Invalid(new AzureKeyProviderOptions { KeyIdentifier = Key, ManagedIdentity = true, ClientId = "--x" });
        Invalid(new AzureKeyProviderOptions { KeyIdentifier = Key, ManagedIdentity = true, ApiVersion = "7.4&x=y" });
        Invalid(new AzureKeyProviderOptions { KeyIdentifier = Key, ManagedIdentity = true, ClientCertificatePassword = "x" });
        Invalid(new AzureKeyProviderOptions { KeyIdentifier = Key, ClientSecret = "s", TenantId = Id });
        Invalid(new AzureKeyProviderOptions { KeyIdentifier = Key, ClientSecret = "s", ClientId = Id });
        Invalid(new AzureKeyProviderOptions { KeyIdentifier = Key, ClientSecret = "s", ClientId = Id, TenantId = "common" });
        Invalid(new AzureKeyProviderOptions { KeyIdentifier = Key, ClientSecret = "s", ClientId = Id, TenantId = "../x" });
        Invalid(new AzureKeyProviderOptions { KeyIdentifier = Key, ClientSecret = new string('s', 5000), ClientId = Id, TenantId = Id });
        KeyProviderException missing = Assert.Throws<KeyProviderException>(() => new AzureKeyProvider(new AzureKeyProviderOptions { KeyIdentifier = Key }));
        Assert.Equal(KeyProviderError.CredentialsMissing, missing.Error);
    }

    [Fact]
    [Trait("Abuse", "A123")]
    public void Variables_that_would_lead_elsewhere_are_ignored_with_a_warning()
    {
        using var provider = new AzureKeyProvider(new AzureKeyProviderOptions
        {
            KeyIdentifier = Key + Version,
            ManagedIdentity = true,
            Environment = name => name is "AZURE_AUTHORITY_HOST" or "HTTPS_PROXY" ? "http://user:secret@evil.example" : null,
        });
        Assert.Equal(2, provider.Warnings.Count);
        Assert.All(provider.Warnings, w => Assert.DoesNotContain("evil", w, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://v-1.vault.azure.net/keys/k", "https://login.microsoftonline.com/t", true)]
    [InlineData("https://v-1.vault.azure.cn/keys/k", "https://login.chinacloudapi.cn/t", true)]
    [InlineData("https://v-1.vault.usgovcloudapi.net/keys/k", "https://login.microsoftonline.us/t", true)]
    [InlineData("https://v-1.vault.azure.cn/keys/k", "https://login.microsoftonline.com/t", false)]
    [InlineData("https://v-1.vault.azure.net/keys/k", "https://evil.example/t", false)]
    [InlineData("https://v-1.vault.azure.net/keys/k", "http://login.microsoftonline.com/t", false)]
    [InlineData("https://v-1.vault.azure.net/keys/k", "https://login.microsoftonline.com:444/t", false)]
    [InlineData("https://v-1.vault.azure.net/keys/k", "https://westeurope.login.microsoft.com/t", false)]
    [InlineData("https://v-1.vault.azure.net/keys/k", "http://169.254.169.254/metadata/identity/oauth2/token", true)]
    [InlineData("https://v-1.vault.azure.net/keys/k", "http://127.0.0.1:41000/msi/token", true)]
    [InlineData("https://v-1.vault.azure.net/keys/k", "http://10.0.0.1/metadata/identity/oauth2/token", false)]
    [InlineData("https://v-1.vault.azure.net/keys/k", "http://metadata.evil.example/", false)]
    public async Task The_gate_lets_requests_for_tokens_go_to_the_cloud_and_the_machine_only(string key, string address, bool allowed)
    {
        AzureSettings settings = AzureSettings.From(new AzureKeyProviderOptions { KeyIdentifier = key, ManagedIdentity = true });
        using var gate = new HttpMessageInvoker(new AzureHostGate(settings, new Accepting()));
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (allowed)
        {
            using HttpResponseMessage response = await gate.SendAsync(request, CancellationToken.None);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return;
        }

        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(async () => await gate.SendAsync(request, CancellationToken.None));
        Assert.Equal(KeyProviderError.InvalidConfiguration, failure.Error);
    }

    [Fact]
    public async Task The_machine_is_not_asked_unless_its_identity_is_wanted()
    {
        AzureSettings settings = AzureSettings.From(new AzureKeyProviderOptions { KeyIdentifier = Key, ClientSecret = "s", ClientId = Id, TenantId = Id });
        using var gate = new HttpMessageInvoker(new AzureHostGate(settings, new Accepting()));
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://169.254.169.254/metadata/identity/oauth2/token");
        await Assert.ThrowsAsync<KeyProviderException>(async () => await gate.SendAsync(request, CancellationToken.None));
    }

    private static void Invalid(AzureKeyProviderOptions options)
    {
        KeyProviderException failure = Assert.Throws<KeyProviderException>(() => new AzureKeyProvider(options));
        Assert.Equal(KeyProviderError.InvalidConfiguration, failure.Error);
        Assert.NotNull(failure.Remedy);
    }

    private sealed class Accepting : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
    }
}
