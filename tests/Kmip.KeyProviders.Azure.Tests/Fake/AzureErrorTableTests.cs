using System.Text;
using Kmip.FakeAzure.Faults;
using Kmip.FakeAzure.Tokens;
using Kmip.FakeAzure.Vault;

namespace Kmip.KeyProviders.Azure.Tests.Fake;

/// <summary>Each error of Key Vault and Entra ID: its meaning, how often it is tried, and our words.</summary>
[Trait("Abuse", "A117")]
public sealed class AzureErrorTableTests(FakeAzureFixture fake) : IClassFixture<FakeAzureFixture>
{
    [Theory]
    [InlineData("Throttled", 429, null, KeyProviderError.Throttled, 4)]
    [InlineData("InternalServerError", 500, null, KeyProviderError.Unavailable, 4)]
    [InlineData("ServiceUnavailable", 503, null, KeyProviderError.Unavailable, 4)]
    [InlineData("SomethingNew", 502, null, KeyProviderError.Unavailable, 4)]
    [InlineData("Unauthorized", 401, null, KeyProviderError.CredentialsRejected, 2)]
    [InlineData("Forbidden", 403, null, KeyProviderError.AccessDenied, 1)]
    [InlineData("Forbidden", 403, "ForbiddenByPolicy", KeyProviderError.AccessDenied, 1)]
    [InlineData("Forbidden", 403, "ForbiddenByRbac", KeyProviderError.AccessDenied, 1)]
    [InlineData("Forbidden", 403, "ForbiddenByFirewall", KeyProviderError.AccessDenied, 1)]
    [InlineData("Forbidden", 403, "SomethingNew", KeyProviderError.AccessDenied, 1)]
    [InlineData("Forbidden", 403, "KeyDisabled", KeyProviderError.KeyDisabled, 1)]
    [InlineData("Forbidden", 403, "KeyExpired", KeyProviderError.KeyDisabled, 1)]
    [InlineData("Forbidden", 403, "KeyNotYetValid", KeyProviderError.KeyDisabled, 1)]
    [InlineData("Forbidden", 403, "KeyOperationForbidden", KeyProviderError.KeyUsageForbidden, 1)]
    [InlineData("KeyOperationForbidden", 403, null, KeyProviderError.KeyUsageForbidden, 1)]
    [InlineData("Conflict", 409, "ObjectIsBeingDeleted", KeyProviderError.KeyDisabled, 1)]
    [InlineData("KeyNotFound", 404, null, KeyProviderError.KeyNotFound, 1)]
    [InlineData("BadParameter", 400, null, KeyProviderError.CiphertextRejected, 1)]
    [InlineData("SomethingNew", 400, null, KeyProviderError.InvalidConfiguration, 1)]
    public async Task An_error_has_one_meaning(string code, int status, string? inner, KeyProviderError expected, int attempts)
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.Requests.Clear();
        fake.Server.Faults.Add(Fault.Error(code, status, inner));
        KeyProviderException failure = await fake.FailAsync(fake.Provider(), wrapped);
        fake.Server.Faults.Clear();
        Assert.Equal((expected, attempts), (failure.Error, failure.Attempts));
        Assert.Equal(attempts, fake.Server.Requests.Count(r => r.Service == "vault" && r.Authorization!.Length > 0));
        Assert.Equal(inner ?? code, failure.CloudCode);
    }

    [Theory]
    [InlineData("invalid_client", 401, KeyProviderError.CredentialsRejected, 2)]
    [InlineData("invalid_grant", 400, KeyProviderError.CredentialsRejected, 2)]
    [InlineData("temporarily_unavailable", 503, KeyProviderError.Unavailable, 4)]
    [InlineData("server_error", 500, KeyProviderError.Unavailable, 4)]
    [InlineData("slow_down", 429, KeyProviderError.Throttled, 4)]
    public async Task An_error_of_Entra_has_one_meaning(string code, int status, KeyProviderError expected, int requests)
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.Requests.Clear();
        fake.Server.Faults.Add(Fault.Error(code, status) with { Service = "token" });
        KeyProviderException failure = await fake.FailAsync(fake.Provider(), wrapped);
        fake.Server.Faults.Clear();
        Assert.Equal((expected, code), (failure.Error, failure.CloudCode));

        // Credentials that were never accepted are not asked for again: there is no token to replace.
        Assert.Equal(expected == KeyProviderError.CredentialsRejected ? 1 : requests, fake.Server.Requests.Count(r => r.Service == "token"));
    }

    [Fact]
    public async Task The_state_of_a_key_decides()
    {
        FakeKey key = fake.Server.Vault.CreateKey("state");
        AzureKeyProvider provider = fake.Provider(key.Id);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        key.IsEnabled = false;
        Assert.Equal((KeyProviderError.KeyDisabled, 1), Of(await fake.FailAsync(provider, wrapped)));
        key.IsEnabled = true;
        key.NotBefore = fake.Server.Now.AddHours(1);
        Assert.Contains("not valid yet", (await fake.FailAsync(provider, wrapped)).Message, StringComparison.Ordinal);
        key.NotBefore = null;
        key.Operations.Remove("decrypt");
        Assert.Equal((KeyProviderError.KeyUsageForbidden, 1), Of(await fake.FailAsync(provider, wrapped)));
        Assert.Equal(32, await fake.Provider(key.Id, wrapKey: true).UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
        Assert.Equal((KeyProviderError.KeyNotFound, 1), Of(await fake.FailAsync(fake.Provider(key.BareId + "-missing"), wrapped)));
    }

    [Fact]
    public async Task An_application_without_the_right_is_denied()
    {
        FakeApplication encrypter = fake.Server.Entra.CreateApplication("encrypt");
        AzureKeyProvider provider = fake.Provider(application: encrypter);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        KeyProviderException failure = await fake.FailAsync(provider, wrapped);
        Assert.Equal((KeyProviderError.AccessDenied, 1), Of(failure));
        Assert.Contains("Key Vault Crypto User", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_key_that_is_too_long_for_the_key_is_a_mistake_of_the_request()
    {
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(async () => await fake.Provider().WrapAsync(new byte[500], CancellationToken.None));
        Assert.Equal((KeyProviderError.InvalidConfiguration, 1), Of(failure));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"error\":5}")]
    [InlineData("{\"error\":{\"code\":5}}")]
    [InlineData("<html>")]
    [InlineData("")]
    public void What_is_no_error_of_Azures_is_nobodys(string body) => Assert.Null(AzureErrorAnswer.Read(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("""{"error":"invalid_client","error_codes":[7000215]}""", "AADSTS7000215")]
    [InlineData("""{"error":"invalid_client","error_codes":["x"]}""", "invalid_client")]
    [InlineData("""{"error":"invalid_client","error_codes":{}}""", "invalid_client")]
    [InlineData("""{"error":{"code":"Forbidden","innererror":{"code":"A","innererror":{"code":"B"}}}}""", "B")]
    [InlineData("""{"error":{"code":"Forbidden","innererror":7}}""", "Forbidden")]
    public void The_most_exact_code_counts(string body, string expected) => Assert.Equal(expected, AzureErrorAnswer.Read(Encoding.UTF8.GetBytes(body))!.Exact);

    private static (KeyProviderError Error, int Attempts) Of(KeyProviderException failure) => (failure.Error, failure.Attempts);
}
