using Kmip.FakeAws.Sts;

namespace Kmip.KeyProviders.Aws.Tests.Fake;

/// <summary>The default chain and what the environment may and may not decide.</summary>
public sealed class AwsDefaultChainTests(FakeAwsFixture fake) : IClassFixture<FakeAwsFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kmip-aws-chain-");
    private readonly Dictionary<string, string> _environment = new() { ["AWS_EC2_METADATA_DISABLED"] = "true", ["AWS_PROFILE"] = "kmip-test-no-such-profile" };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Environment_variables_come_first_and_give_the_region_too()
    {
        _environment["AWS_ACCESS_KEY_ID"] = fake.User.AccessKeyId;
        _environment["AWS_SECRET_ACCESS_KEY"] = fake.User.SecretAccessKey;
        _environment["AWS_REGION"] = fake.Server.Region;
        AwsKeyProvider provider = Provider(region: null, keyId: "alias/first");
        Assert.Equal(fake.Server.Region, provider.Region);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        Assert.Equal(32, await provider.UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
    }

    [Fact]
    public async Task A_changed_variable_is_seen_after_a_refusal()
    {
        _environment["AWS_ACCESS_KEY_ID"] = "AKIAOUTDATED";
        _environment["AWS_SECRET_ACCESS_KEY"] = "canary-outdated";
        AwsKeyProvider provider = Provider();
        Assert.Equal((KeyProviderError.CredentialsRejected, 1), ((await FailsAsync(provider)).Error, (await FailsAsync(provider)).Attempts));
        _environment["AWS_ACCESS_KEY_ID"] = fake.User.AccessKeyId;
        _environment["AWS_SECRET_ACCESS_KEY"] = fake.User.SecretAccessKey;
        await provider.WrapAsync(new byte[32], CancellationToken.None);
    }

    [Fact]
    public async Task A_web_identity_is_exchanged_without_a_signature_and_read_anew()
    {
        FakeRole role = fake.Server.Sts.Add(new FakeRole { Arn = "arn:aws:iam::111122223333:role/pod", WebIdentityToken = "canary.web.identity" });
        string file = Path.Combine(_folder.FullName, "token");
        await File.WriteAllTextAsync(file, "canary.outdated.token\n");
        _environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = file;
        _environment["AWS_ROLE_ARN"] = role.Arn;
        AwsKeyProvider provider = Provider();
        KeyProviderException failure = await FailsAsync(provider);
        Assert.Equal((KeyProviderError.CredentialsRejected, "InvalidIdentityToken"), (failure.Error, failure.CloudCode));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, "canary.web.identity\n");
        await provider.WrapAsync(new byte[32], CancellationToken.None);
        Assert.Contains(fake.Server.Requests, r => r.Operation == "AssumeRoleWithWebIdentity" && r.AccessKeyId is null);
    }

    [Fact]
    public async Task A_missing_token_file_is_a_matter_of_configuration()
    {
        _environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = Path.Combine(_folder.FullName, "missing");
        _environment["AWS_ROLE_ARN"] = "arn:aws:iam::111122223333:role/pod";
        Assert.Equal(KeyProviderError.InvalidConfiguration, (await FailsAsync(Provider())).Error);
    }

    [Fact]
    public async Task A_profile_gives_keys_and_region()
    {
        string file = Path.Combine(_folder.FullName, "credentials");
        await File.WriteAllTextAsync(
            file,
            $"[kmip-test-profile]\naws_access_key_id = {fake.User.AccessKeyId}\naws_secret_access_key = {fake.User.SecretAccessKey}\nregion = {fake.Server.Region}\n");
        _environment["AWS_SHARED_CREDENTIALS_FILE"] = file;
        _environment["AWS_PROFILE"] = "kmip-test-profile";
        AwsKeyProvider provider = Provider(region: null, keyId: "alias/first");
        Assert.Equal(fake.Server.Region, provider.Region);
        await provider.WrapAsync(new byte[32], CancellationToken.None);
    }

    [Fact]
    public async Task A_profile_that_is_set_up_wrongly_ends_the_chain()
    {
        string file = Path.Combine(_folder.FullName, "broken");
        await File.WriteAllTextAsync(file, "[kmip-test-broken]\nsource_profile = nobody\nrole_arn = arn:aws:iam::111122223333:role/x\n");
        _environment["AWS_SHARED_CREDENTIALS_FILE"] = file;
        _environment["AWS_PROFILE"] = "kmip-test-broken";
        KeyProviderException failure = await FailsAsync(Provider());
        Assert.Equal(KeyProviderError.CredentialsMissing, failure.Error);
        Assert.Contains("profile credentials are set up but cannot be used", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_chain_says_where_it_looked()
    {
        KeyProviderException failure = await FailsAsync(Provider());
        Assert.Equal((KeyProviderError.CredentialsMissing, 1), (failure.Error, failure.Attempts));
        Assert.Contains("profile kmip-test-no-such-profile", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A123")]
    public async Task Endpoint_variables_are_ignored_with_a_warning_unless_asked_for()
    {
        await using Kmip.FakeAws.Hosting.FakeAwsServer hostile = await Kmip.FakeAws.Hosting.FakeAwsServer.StartAsync(fake.Server.Region);
        _environment["AWS_ACCESS_KEY_ID"] = fake.User.AccessKeyId;
        _environment["AWS_SECRET_ACCESS_KEY"] = fake.User.SecretAccessKey;
        _environment["AWS_ENDPOINT_URL_KMS"] = hostile.Endpoint.AbsoluteUri;
        AwsKeyProvider provider = Provider();
        await provider.WrapAsync(new byte[32], CancellationToken.None);
        Assert.Empty(hostile.Requests);
        Assert.Contains("AWS_ENDPOINT_URL_KMS is set and ignored", Assert.Single(provider.Warnings), StringComparison.Ordinal);

        AwsKeyProvider asked = fake.Own(new AwsKeyProvider(new AwsKeyProviderOptions
        {
            KeyId = "alias/first",
            Region = fake.Server.Region,
            DefaultChain = true,
            UseEnvironmentEndpoints = true,
            Environment = name => _environment.GetValueOrDefault(name),
        }));
        Assert.Empty(asked.Warnings);
        Assert.Equal(KeyProviderError.CredentialsRejected, (await FailsAsync(asked)).Error);
        Assert.Single(hostile.Requests);
    }

    private static async Task<KeyProviderException> FailsAsync(AwsKeyProvider provider) =>
        await Assert.ThrowsAsync<KeyProviderException>(async () => await provider.WrapAsync(new byte[32], CancellationToken.None));

    private AwsKeyProvider Provider(string? region = "eu-central-1", string? keyId = null) => fake.Own(new AwsKeyProvider(new AwsKeyProviderOptions
    {
        KeyId = keyId ?? fake.Key.Arn,
        Region = region,
        DefaultChain = true,
        EndpointUrl = fake.Server.Endpoint.AbsoluteUri,
        StsEndpointUrl = fake.Server.Endpoint.AbsoluteUri,
        Environment = name => _environment.GetValueOrDefault(name),
    }));
}
