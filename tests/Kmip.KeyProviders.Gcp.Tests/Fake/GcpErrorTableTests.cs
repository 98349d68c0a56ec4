using Kmip.FakeGcp.Faults;
using Kmip.FakeGcp.Kms;
using Kmip.FakeGcp.Tokens;

namespace Kmip.KeyProviders.Gcp.Tests.Fake;

/// <summary>Each error of Cloud KMS: its meaning, how often it is tried, and our words.</summary>
[Trait("Abuse", "A117")]
public sealed class GcpErrorTableTests(FakeGcpFixture fake) : IClassFixture<FakeGcpFixture>
{
    private static readonly RetryPolicy Quick = new() { Deadline = TimeSpan.FromSeconds(4), BaseDelay = TimeSpan.FromMilliseconds(1) };

    [Theory]
    [InlineData("RESOURCE_EXHAUSTED", 429, KeyProviderError.Throttled, 4)]
    [InlineData("UNAVAILABLE", 503, KeyProviderError.Unavailable, 4)]
    [InlineData("INTERNAL", 500, KeyProviderError.Unavailable, 4)]
    [InlineData("DEADLINE_EXCEEDED", 504, KeyProviderError.Unavailable, 4)]
    [InlineData("ABORTED", 409, KeyProviderError.Unavailable, 4)]
    [InlineData("UNKNOWN", 500, KeyProviderError.Unavailable, 4)]
    [InlineData("PERMISSION_DENIED", 403, KeyProviderError.AccessDenied, 1)]
    [InlineData("UNAUTHENTICATED", 401, KeyProviderError.CredentialsRejected, 2)]
    [InlineData("NOT_FOUND", 404, KeyProviderError.KeyNotFound, 1)]
    [InlineData("INVALID_ARGUMENT", 400, KeyProviderError.CiphertextRejected, 1)]
    [InlineData("FAILED_PRECONDITION", 400, KeyProviderError.KeyDisabled, 1)]
    [InlineData("UNIMPLEMENTED", 501, KeyProviderError.InvalidConfiguration, 1)]
    [InlineData("SOMETHING_NEW", 400, KeyProviderError.InvalidConfiguration, 1)]
    [InlineData("SOMETHING_NEW", 500, KeyProviderError.Unavailable, 4)]
    public async Task An_error_has_one_meaning(string code, int status, KeyProviderError expected, int attempts)
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.Requests.Clear();
        fake.Server.Faults.Add(Fault.Error(code, status));
        KeyProviderException failure = await FakeGcpFixture.FailAsync(fake.Provider(policy: Quick), wrapped);
        fake.Server.Faults.Clear();
        Assert.Equal((expected, attempts), (failure.Error, failure.Attempts));
        Assert.Equal(attempts, fake.Server.Requests.Count(r => r.Service == "kms"));
        Assert.Equal(code, failure.CloudCode);
        Assert.NotNull(failure.Remedy);
    }

    [Theory]
    [InlineData("DISABLED", KeyProviderError.KeyDisabled)]
    [InlineData("DESTROY_SCHEDULED", KeyProviderError.KeyDisabled)]
    [InlineData("PENDING_IMPORT", KeyProviderError.KeyDisabled)]
    [InlineData("DESTROYED", KeyProviderError.KeyDestroyed)]
    public async Task The_state_of_a_version_decides(string state, KeyProviderError expected)
    {
        FakeKey key = fake.Server.Kms.CreateKey("state-" + state);
        GcpKeyProvider provider = fake.Provider(key.Name, policy: Quick);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        key.Versions[0].State = state;
        KeyProviderException failure = await FakeGcpFixture.FailAsync(provider, wrapped);
        Assert.Equal((expected, 1), (failure.Error, failure.Attempts));
        key.Versions[0].State = "ENABLED";
        Assert.Equal(32, await provider.UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
    }

    [Fact]
    public async Task An_account_without_the_right_is_denied()
    {
        FakeServiceAccount encrypter = fake.Server.Tokens.CreateAccount("encrypter", "encrypt");
        GcpKeyProvider provider = fake.Provider(account: encrypter);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        KeyProviderException failure = await FakeGcpFixture.FailAsync(provider, wrapped);
        Assert.Equal((KeyProviderError.AccessDenied, 1), (failure.Error, failure.Attempts));
        Assert.Contains("cryptoKeyDecrypter", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_API_that_is_not_enabled_is_named()
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.Faults.Add(Fault.Error("PERMISSION_DENIED", 403, 1) with { Reason = "SERVICE_DISABLED" });
        KeyProviderException failure = await FakeGcpFixture.FailAsync(fake.Provider(), wrapped);
        Assert.Contains("not enabled", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_there_and_one_of_another_purpose_are_told_apart()
    {
        byte[] wrapped = await fake.WrapAsync();
        Assert.Equal(KeyProviderError.KeyNotFound, (await FakeGcpFixture.FailAsync(fake.Provider(fake.Key.Name + "-missing"), wrapped)).Error);
        FakeKey rsa = fake.Server.Kms.CreateKey("rsa-purpose", "RSA_DECRYPT_OAEP_2048_SHA256");
        Assert.Equal(KeyProviderError.KeyUsageForbidden, (await FakeGcpFixture.FailAsync(fake.Provider(rsa.Name), wrapped)).Error);
    }

    [Theory]
    [InlineData("2.5s", 2.5)]
    [InlineData("-1s", null)]
    [InlineData("1e9s", null)]
    [InlineData("soon", null)]
    public void A_RetryInfo_is_read(string delay, double? seconds)
    {
        byte[] body = System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[7,{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"{{{delay}}}"}]}}""");
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, GcpErrorAnswer.Read(body)!.RetryDelay);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"error\":5}")]
    [InlineData("{\"error\":{\"status\":5}}")]
    [InlineData("<html>")]
    [InlineData("")]
    public void What_is_no_error_of_Googles_is_nobodys(string body) => Assert.Null(GcpErrorAnswer.Read(System.Text.Encoding.UTF8.GetBytes(body)));
}
