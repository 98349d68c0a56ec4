namespace Kmip.KeyProviders.Gcp.Tests.Options;

/// <summary>The checks of names, endpoints and of the ways credentials are given.</summary>
public sealed class GcpKeyProviderOptionsTests
{
    private const string Key = "projects/p-1/locations/europe-west3/keyRings/r_1/cryptoKeys/K-1";

    [Theory]
    [InlineData(Key, Key, null)]
    [InlineData(Key + "/cryptoKeyVersions/12", Key, "12")]
    [InlineData("//cloudkms.googleapis.com/" + Key, Key, null)]
    [InlineData("projects/example.com:p/locations/global/keyRings/r/cryptoKeys/k", "projects/example.com:p/locations/global/keyRings/r/cryptoKeys/k", null)]
    public void A_key_name_is_read(string text, string key, string? version)
    {
        Assert.True(GcpKeyName.TryParse(text, out GcpKeyName? name));
        Assert.Equal((key, version), (name.CryptoKey, name.Version));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("k")]
    [InlineData(Key + "/")]
    [InlineData("/" + Key)]
    [InlineData(Key + "/cryptoKeyVersions/")]
    [InlineData(Key + "/cryptoKeyVersions/x")]
    [InlineData(Key + ":encrypt")]
    [InlineData(Key + "?x=y")]
    [InlineData(Key + "#x")]
    [InlineData(Key + "%2e")]
    [InlineData(Key + "\n")]
    [InlineData("projects/../locations/l/keyRings/r/cryptoKeys/k")]
    [InlineData("projects/p/locations/l/keyRings/../cryptoKeys/k")]
    [InlineData("projects/p/locations/l/keyRings/r/cryptoKeys/..")]
    [InlineData("projects/p/locations/l/keyRings//cryptoKeys/k")]
    [InlineData("https://evil.example/" + Key)]
    public void Another_name_is_not(string? text) => Assert.False(GcpKeyName.TryParse(text, out _));

    [Theory]
    [InlineData("http://example.com")]
    [InlineData("https://user:pw@example.com")]
    [InlineData("https://example.com/path")]
    [InlineData("https://example.com?x=y")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("example.com")]
    public void A_foreign_endpoint_is_refused(string url)
    {
        Invalid(new GcpKeyProviderOptions { KeyName = Key, MetadataServer = true, EndpointUrl = url });
        Invalid(new GcpKeyProviderOptions { KeyName = Key, MetadataServer = true, CredentialEndpointUrl = url });
    }

    [Fact]
    public void Mistakes_are_named_before_anything_is_sent()
    {
        Invalid(new GcpKeyProviderOptions { MetadataServer = true });
        Invalid(new GcpKeyProviderOptions { KeyName = "k", MetadataServer = true });
        Invalid(new GcpKeyProviderOptions { KeyName = Key, MetadataServer = true, Asymmetric = true });
        Invalid(new GcpKeyProviderOptions { KeyName = Key, MetadataServer = true, DefaultCredentials = true });
        Invalid(new GcpKeyProviderOptions { KeyName = Key, MetadataServer = true, ImpersonateServiceAccount = "a/../b@c" });
        Invalid(new GcpKeyProviderOptions { KeyName = Key, MetadataServer = true, QuotaProject = "a\nb" });
        Invalid(new GcpKeyProviderOptions { KeyName = Key, MetadataServer = true, AdditionalAuthenticatedData = new byte[70_000] });
        KeyProviderException missing = Assert.Throws<KeyProviderException>(() => new GcpKeyProvider(new GcpKeyProviderOptions { KeyName = Key }));
        Assert.Equal(KeyProviderError.CredentialsMissing, missing.Error);
    }

    [Fact]
    [Trait("Abuse", "A123")]
    public void Variables_that_would_lead_elsewhere_are_ignored_with_a_warning()
    {
        using var provider = new GcpKeyProvider(new GcpKeyProviderOptions
        {
            KeyName = Key,
            MetadataServer = true,
            Environment = name => name is "GCE_METADATA_HOST" or "HTTPS_PROXY" or "CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS" ? "http://user:secret@evil.example" : null,
        });
        Assert.Equal(3, provider.Warnings.Count);
        Assert.All(provider.Warnings, w => Assert.DoesNotContain("evil", w, StringComparison.Ordinal));
    }

    private static void Invalid(GcpKeyProviderOptions options)
    {
        KeyProviderException failure = Assert.Throws<KeyProviderException>(() => new GcpKeyProvider(options));
        Assert.Equal(KeyProviderError.InvalidConfiguration, failure.Error);
        Assert.NotNull(failure.Remedy);
    }
}
