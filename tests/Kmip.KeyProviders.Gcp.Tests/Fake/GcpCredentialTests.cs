using System.Text.Json;
using System.Text.Json.Nodes;
using Kmip.FakeGcp.Tokens;
using Kmip.TestSupport;

namespace Kmip.KeyProviders.Gcp.Tests.Fake;

/// <summary>Every way to a token, with Google's library and without.</summary>
public sealed class GcpCredentialTests(FakeGcpFixture fake) : IClassFixture<FakeGcpFixture>
{
    public static TheoryData<bool> Both => [true, false];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_service_account_works_as_JSON_and_as_a_JSON_string_of_it(bool google)
    {
        await WorksAsync(fake.Provider(google: google));
        await WorksAsync(fake.Provider(google: google, json: JsonSerializer.Serialize(fake.Account.KeyJson())));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_token_is_asked_for_once_and_shared(bool google)
    {
        fake.Server.Requests.Clear();
        GcpKeyProvider provider = fake.Provider(google: google);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => WorksAsync(provider)));
        Assert.Equal(1, fake.Server.Requests.Count(r => r.Service == "token"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    [Trait("Abuse", "A125")]
    public async Task A_token_that_ends_early_is_renewed_once(bool google)
    {
        GcpKeyProvider provider = fake.Provider(google: google);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        fake.Server.Tokens.RevokeAll();
        fake.Server.Requests.Clear();
        Assert.Equal(32, await provider.UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
        Assert.Equal(["kms", "token", "kms"], fake.Server.Requests.Select(r => r.Service));
    }

    [Theory]
    [MemberData(nameof(Both))]
    [Trait("Abuse", "A125")]
    public async Task A_wrong_clock_is_named(bool google)
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.ClockOffset = TimeSpan.FromHours(-1);
        KeyProviderException failure = await FakeGcpFixture.FailAsync(fake.Provider(google: google), wrapped);
        fake.Server.ClockOffset = TimeSpan.Zero;
        Assert.Equal(KeyProviderError.CredentialsRejected, failure.Error);
        Assert.Contains("60 minutes fast", failure.Message, StringComparison.Ordinal);
        Assert.Equal("invalid_grant", failure.CloudCode);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_deleted_key_is_refused_in_our_words(bool google)
    {
        FakeServiceAccount gone = fake.Server.Tokens.CreateAccount("gone");
        gone.IsEnabled = false;
        KeyProviderException failure = await FakeGcpFixture.FailAsync(fake.Provider(account: gone, google: google), await fake.WrapAsync());
        Assert.Equal((KeyProviderError.CredentialsRejected, "invalid_grant"), (failure.Error, failure.CloudCode));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_metadata_server_gives_tokens(bool google)
    {
        fake.Server.Tokens.MachineAccount = fake.Account;
        await WorksAsync(fake.FromMachine(google, metadata: true));
        await WorksAsync(fake.FromMachine(google, metadata: true, account: fake.Account.Email));
        KeyProviderException failure = await FakeGcpFixture.FailAsync(fake.FromMachine(google, metadata: true, account: "other@fake-project.iam.gserviceaccount.com"), await fake.WrapAsync());
        Assert.Equal(KeyProviderError.CredentialsMissing, failure.Error);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_default_credentials_are_looked_for_in_order(bool google)
    {
        using var folder = new TemporaryFolder();
        string named = Path.Combine(folder.FullPath, "named.json");
        string home = Path.Combine(folder.FullPath, ".config", "gcloud");
        Directory.CreateDirectory(home);
        string wellKnown = Path.Combine(home, "application_default_credentials.json");
        Dictionary<string, string> environment = new() { ["HOME"] = folder.FullPath, ["APPDATA"] = Path.Combine(folder.FullPath, ".config") };

        fake.Server.Tokens.MachineAccount = null;
        KeyProviderException failure = await FakeGcpFixture.FailAsync(Defaults(), await fake.WrapAsync());
        Assert.Equal(KeyProviderError.CredentialsMissing, failure.Error);
        Assert.Contains("GOOGLE_APPLICATION_CREDENTIALS", failure.Message, StringComparison.Ordinal);

        fake.Server.Tokens.MachineAccount = fake.Account;
        Assert.Equal("metadata", await TokenServiceOfAsync(Defaults()));
        await File.WriteAllTextAsync(wellKnown, fake.Account.KeyJson());
        Assert.Equal("token", await TokenServiceOfAsync(Defaults()));
        environment["GOOGLE_APPLICATION_CREDENTIALS"] = named;
        Assert.Equal(KeyProviderError.InvalidConfiguration, (await FakeGcpFixture.FailAsync(Defaults(), await fake.WrapAsync())).Error);
        await File.WriteAllTextAsync(named, fake.Account.KeyJson());
        Assert.Equal("token", await TokenServiceOfAsync(Defaults()));

        GcpKeyProvider Defaults() => fake.FromMachine(google, defaults: true, environment: name => environment.GetValueOrDefault(name));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_file_that_changed_is_read_again(bool google)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.FullPath, "key.json");
        FakeServiceAccount gone = fake.Server.Tokens.CreateAccount("rotated-" + google);
        gone.IsEnabled = false;
        await File.WriteAllTextAsync(file, gone.KeyJson());
        GcpKeyProvider provider = fake.FromMachine(google, file: file);
        Assert.Equal(KeyProviderError.CredentialsRejected, (await FakeGcpFixture.FailAsync(provider, await fake.WrapAsync())).Error);
        await File.WriteAllTextAsync(file, fake.Account.KeyJson());
        await WorksAsync(provider);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Another_account_is_impersonated(bool google)
    {
        FakeServiceAccount caller = fake.Server.Tokens.CreateAccount("caller-" + google, "none");
        FakeServiceAccount target = fake.Server.Tokens.CreateAccount("target-" + google);
        GcpKeyProvider provider = fake.Provider(account: caller, google: google, impersonate: target.Email);
        KeyProviderException failure = await FakeGcpFixture.FailAsync(provider, await fake.WrapAsync());
        Assert.Equal(KeyProviderError.AccessDenied, failure.Error);
        Assert.Contains("serviceAccountTokenCreator", failure.Message, StringComparison.Ordinal);
        target.Impersonators.Add(caller.Email);
        await WorksAsync(provider);
    }

    [Fact]
    public async Task Credentials_of_a_user_work_with_Googles_library()
    {
        fake.Server.Tokens.Subjects["refresh-1"] = fake.Account;
        const string Json = """{"type":"authorized_user","client_id":"c","client_secret":"s","refresh_token":"refresh-1"}""";
        await WorksAsync(fake.Provider(json: Json, google: true));
        KeyProviderException failure = await FakeGcpFixture.FailAsync(fake.Provider(json: Json, google: false), await fake.WrapAsync());
        Assert.Equal((KeyProviderError.InvalidConfiguration, 1), (failure.Error, failure.Attempts));
    }

    [Fact]
    public async Task A_workload_identity_from_a_file_works_where_it_is_allowed()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.FullPath, "token");
        await File.WriteAllTextAsync(file, "subject-1");
        fake.Server.Tokens.Subjects["subject-1"] = fake.Account;
        string json = External(new JsonObject { ["file"] = file });
        await WorksAsync(fake.Provider(json: json, google: true, external: GcpExternalSources.File));
        File.Delete(file);
        KeyProviderException failure = await FakeGcpFixture.FailAsync(fake.Provider(json: json, google: true, external: GcpExternalSources.File), await fake.WrapAsync());
        Assert.Equal(KeyProviderError.CredentialsMissing, failure.Error);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Credentials_that_impersonate_work(bool google)
    {
        FakeServiceAccount caller = fake.Server.Tokens.CreateAccount("caller-json-" + google, "none");
        fake.Account.Impersonators.Add(caller.Email);
        var json = new JsonObject
        {
            ["type"] = "impersonated_service_account",
            ["service_account_impersonation_url"] = $"https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/{fake.Account.Email}:generateAccessToken",
            ["source_credentials"] = JsonNode.Parse(caller.KeyJson()),
        };
        await WorksAsync(fake.Provider(json: json.ToJsonString(), google: google));
    }

    [Fact]
    public async Task A_workload_identity_that_impersonates_stays_within_our_handlers()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Combine("token");
        await File.WriteAllTextAsync(file, "subject-2");
        FakeServiceAccount caller = fake.Server.Tokens.CreateAccount("caller-workload", "none");
        fake.Account.Impersonators.Add(caller.Email);
        fake.Server.Tokens.Subjects["subject-2"] = caller;
        JsonObject json = JsonNode.Parse(External(new JsonObject { ["file"] = file }))!.AsObject();
        json["service_account_impersonation_url"] = $"https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/{fake.Account.Email}:generateAccessToken";
        fake.Server.Requests.Clear();
        await WorksAsync(fake.Provider(json: json.ToJsonString(), google: true, external: GcpExternalSources.File));
        Assert.Equal(["sts", "iam", "kms", "kms"], fake.Server.Requests.Select(r => r.Service));
    }

    [Fact]
    public async Task An_own_token_source_is_asked()
    {
        var source = new FixedSource();
        GcpKeyProvider provider = fake.Own(new GcpKeyProvider(new GcpKeyProviderOptions
        {
            KeyName = fake.Key.Name,
            TokenSource = source,
            QuotaProject = "paying-project",
            EndpointUrl = fake.Server.Endpoint.AbsoluteUri,
        }));
        fake.Server.Requests.Clear();
        Assert.Equal(KeyProviderError.CredentialsRejected, (await FakeGcpFixture.FailAsync(provider, new byte[40])).Error);
        Assert.Equal(2, source.Asked);
        Assert.All(fake.Server.Requests, r => Assert.Equal(("Bearer none", "paying-project"), (r.Authorization, r.QuotaProject)));
    }

    internal static string External(JsonObject source) => new JsonObject
    {
        ["type"] = "external_account",
        ["audience"] = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
        ["subject_token_type"] = "urn:ietf:params:oauth:token-type:jwt",
        ["token_url"] = "https://sts.googleapis.com/v1/token",
        ["credential_source"] = source,
    }.ToJsonString();

    private static async Task WorksAsync(GcpKeyProvider provider)
    {
        byte[] wrapped = await provider.WrapAsync(new byte[] { 1, 2, 3 }, CancellationToken.None);
        byte[] destination = new byte[3];
        Assert.Equal(3, await provider.UnwrapAsync(wrapped, destination, CancellationToken.None));
        Assert.Equal([1, 2, 3], destination);
    }

    private async Task<string> TokenServiceOfAsync(GcpKeyProvider provider)
    {
        fake.Server.Requests.Clear();
        await WorksAsync(provider);
        return fake.Server.Requests.First().Service;
    }

    private sealed class FixedSource : ITokenSource
    {
        public int Asked { get; private set; }

        public ValueTask<AccessToken> ObtainAsync(AccessToken? refused, CancellationToken cancellationToken)
        {
            Asked++;
            return ValueTask.FromResult(new AccessToken("none", null));
        }
    }
}
