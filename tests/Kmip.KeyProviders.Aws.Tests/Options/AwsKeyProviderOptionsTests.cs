namespace Kmip.KeyProviders.Aws.Tests.Options;

/// <summary>Options are checked before anything is sent.</summary>
public sealed class AwsKeyProviderOptionsTests
{
    private const string Secret = "canary-secret-access-key";

    [Theory]
    [InlineData("https://kms.example.com")]
    [InlineData("https://vpce-1.kms.us-east-1.vpce.amazonaws.com:8443/")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://[::1]:5000")]
    [InlineData("http://localhost:5000")]
    public void Endpoints_that_pass(string url)
    {
        using AwsKeyProvider provider = Create(endpoint: url);
        Assert.Equal("us-east-1", provider.Region);
    }

    [Theory]
    [InlineData("http://kms.example.com")]
    [InlineData("http://10.0.0.1")]
    [InlineData("http://localhost.evil.example")]
    [InlineData("https://user:canary@kms.example.com")]
    [InlineData("https://kms.example.com/path")]
    [InlineData("https://kms.example.com?canary=1")]
    [InlineData("https://kms.example.com#canary")]
    [InlineData("ftp://kms.example.com")]
    [InlineData("file:///etc/passwd")]
    [InlineData("kms.example.com")]
    [InlineData("")]
    public void Endpoints_that_do_not(string url) => Refused(() => Create(endpoint: url));

    [Theory]
    [InlineData("arn:aws:iam::111122223333:user/someone")]
    [InlineData("role/name")]
    [InlineData("65f0c0ffee65f0c0ffee65f0")]
    [InlineData("arn:aws:iam::1111:role/short-account")]
    [InlineData("arn:aws:iam::111122223333:role/with space")]
    public void Roles_that_are_no_role_ARN(string role) => Refused(() => Create(role: role));

    [Theory]
    [InlineData("key with space")]
    [InlineData("key\nid")]
    [InlineData("")]
    [InlineData("arn:aws:kms:eu-west-1:111122223333:key/1")]
    public void Key_ids_that_are_none_or_of_another_region(string keyId) => Refused(() => Create(keyId: keyId));

    [Theory]
    [InlineData("canary with space")]
    [InlineData("canary\r\nHeader: injected")]
    [InlineData("canäry")]
    public void Secrets_that_break_out_are_refused_and_not_shown(string secret)
    {
        Refused(() => Create(secret: secret));
        Refused(() => Create(token: secret));
        Refused(() => Create(accessKey: secret));
    }

    [Fact]
    public void Half_credentials_and_none_are_missing_credentials()
    {
        Assert.Equal(KeyProviderError.CredentialsMissing, Assert.Throws<KeyProviderException>(() => Create(secret: null)).Error);
        Assert.Equal(KeyProviderError.CredentialsMissing, Assert.Throws<KeyProviderException>(() => Create(accessKey: null)).Error);
        Assert.Equal(
            KeyProviderError.CredentialsMissing,
            Assert.Throws<KeyProviderException>(() => new AwsKeyProvider(new AwsKeyProviderOptions { Region = "us-east-1" })).Error);
    }

    [Fact]
    public void The_region_comes_from_the_key_where_none_is_given_and_must_be_given_somewhere()
    {
        using AwsKeyProvider provider = Create(region: null, keyId: "arn:aws-cn:kms:cn-north-1:111122223333:key/1");
        Assert.Equal("cn-north-1", provider.Region);
        Refused(() => Create(region: null));
        Refused(() => Create(region: "evil.example"));
    }

    [Fact]
    [Trait("Abuse", "A123")]
    public void Proxy_variables_are_named_but_their_values_are_not()
    {
        using AwsKeyProvider provider = Create(environment: name => name == "HTTPS_PROXY" ? "http://user:canary@proxy.example" : null);
        string warning = Assert.Single(provider.Warnings);
        Assert.StartsWith("HTTPS_PROXY is set and ignored", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrapping_without_a_key_is_a_matter_of_configuration()
    {
        using AwsKeyProvider provider = Create();
        Assert.Equal(string.Empty, provider.KeyId);
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(async () => await provider.WrapAsync(new byte[32], CancellationToken.None));
        Assert.Equal(KeyProviderError.InvalidConfiguration, failure.Error);
    }

    [Fact]
    [Trait("Abuse", "A90")]
    public void Nothing_secret_is_printed()
    {
        using AwsKeyProvider provider = Create(token: "canary-token", role: "arn:aws:iam::111122223333:role/r");
        Assert.DoesNotContain("canary", provider.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", new AwsKeyProviderOptions { AccessKeyId = "canary1", SecretAccessKey = Secret }.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", new AwsKeys("canary1", Secret, "canary2").ToString(), StringComparison.Ordinal);
    }

    private static void Refused(Action create)
    {
        KeyProviderException failure = Assert.Throws<KeyProviderException>(create);
        Assert.Equal(KeyProviderError.InvalidConfiguration, failure.Error);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(failure.Remedy);
    }

    private static AwsKeyProvider Create(
        string? accessKey = "AKIACANARY",
        string? secret = Secret,
        string? token = null,
        string? region = "us-east-1",
        string? keyId = null,
        string? role = null,
        string? endpoint = null,
        Func<string, string?>? environment = null) => new(new AwsKeyProviderOptions
        {
            AccessKeyId = accessKey,
            SecretAccessKey = secret,
            SessionToken = token,
            Region = region,
            KeyId = keyId,
            RoleArn = role,
            EndpointUrl = endpoint,
            Environment = environment ?? (_ => null),
        });
}
