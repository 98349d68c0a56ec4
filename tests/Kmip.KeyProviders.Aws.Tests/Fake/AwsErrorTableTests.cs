using System.Diagnostics;
using Kmip.FakeAws.Faults;
using Kmip.FakeAws.Hosting;

namespace Kmip.KeyProviders.Aws.Tests.Fake;

/// <summary>Each error of the table: which failure it becomes, how often it is tried, and that the deadline holds.</summary>
[Trait("Abuse", "A117")]
public sealed class AwsErrorTableTests(FakeAwsFixture fake) : IClassFixture<FakeAwsFixture>
{
    private static readonly RetryPolicy Quick = new() { Deadline = TimeSpan.FromSeconds(4), BaseDelay = TimeSpan.FromMilliseconds(1) };

    /// <summary>Code, HTTP status, XML (as emulators answer) or JSON, failure, attempts.</summary>
    public static TheoryData<string, int, bool, KeyProviderError, int> Rows => new()
    {
        { "ThrottlingException", 400, false, KeyProviderError.Throttled, 4 },
        { "Throttling", 400, true, KeyProviderError.Throttled, 4 },
        { "TooManyRequestsException", 429, false, KeyProviderError.Throttled, 4 },
        { "LimitExceededException", 400, false, KeyProviderError.Throttled, 4 },
        { "RequestLimitExceeded", 503, true, KeyProviderError.Throttled, 4 },
        { "SomethingNew", 429, false, KeyProviderError.Throttled, 4 },
        { "KMSInternalException", 500, false, KeyProviderError.Unavailable, 4 },
        { "DependencyTimeoutException", 503, false, KeyProviderError.Unavailable, 4 },
        { "KeyUnavailableException", 500, false, KeyProviderError.Unavailable, 4 },
        { "InternalFailure", 500, true, KeyProviderError.Unavailable, 4 },
        { "ServiceUnavailable", 503, true, KeyProviderError.Unavailable, 4 },
        { "SomethingNew", 502, false, KeyProviderError.Unavailable, 4 },
        { "AccessDeniedException", 400, false, KeyProviderError.AccessDenied, 1 },
        { "AccessDenied", 403, true, KeyProviderError.AccessDenied, 1 },
        { "SomethingNew", 403, false, KeyProviderError.AccessDenied, 1 },
        { "ExpiredTokenException", 400, false, KeyProviderError.CredentialsRejected, 1 },
        { "ExpiredToken", 403, true, KeyProviderError.CredentialsRejected, 1 },
        { "UnrecognizedClientException", 400, false, KeyProviderError.CredentialsRejected, 1 },
        { "InvalidClientTokenId", 403, true, KeyProviderError.CredentialsRejected, 1 },
        { "InvalidSignatureException", 400, false, KeyProviderError.CredentialsRejected, 1 },
        { "SignatureDoesNotMatch", 403, true, KeyProviderError.CredentialsRejected, 1 },
        { "IncompleteSignature", 400, true, KeyProviderError.CredentialsRejected, 1 },
        { "MissingAuthenticationTokenException", 400, false, KeyProviderError.CredentialsRejected, 1 },
        { "SomethingNew", 401, false, KeyProviderError.CredentialsRejected, 1 },
        { "DisabledException", 400, false, KeyProviderError.KeyDisabled, 1 },
        { "KMSInvalidStateException", 400, false, KeyProviderError.KeyDisabled, 1 },
        { "NotFoundException", 400, false, KeyProviderError.KeyNotFound, 1 },
        { "InvalidCiphertextException", 400, false, KeyProviderError.CiphertextRejected, 1 },
        { "IncorrectKeyException", 400, false, KeyProviderError.CiphertextRejected, 1 },
        { "InvalidKeyUsageException", 400, false, KeyProviderError.KeyUsageForbidden, 1 },
        { "com.amazonaws.kms#NotFoundException", 400, false, KeyProviderError.KeyNotFound, 1 },
        { "ValidationException", 400, false, KeyProviderError.InvalidConfiguration, 1 },
        { "UnknownOperationException", 404, false, KeyProviderError.InvalidConfiguration, 1 },
        { "SomethingNew", 400, false, KeyProviderError.InvalidConfiguration, 1 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_row_becomes_its_failure(string code, int status, bool asXml, KeyProviderError error, int attempts)
    {
        fake.Server.Faults.Clear();
        AwsKeyProvider provider = fake.Provider(policy: Quick);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        fake.Server.Requests.Clear();
        fake.Server.Faults.Add(new Fault(FaultKind.Error) { Code = code, Status = status, AsXml = asXml });

        long start = Stopwatch.GetTimestamp();
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(
            async () => await provider.UnwrapAsync(wrapped, new byte[32], CancellationToken.None));

        Assert.Equal(error, failure.Error);
        Assert.Equal(attempts, failure.Attempts);
        Assert.Equal(attempts, fake.Server.Requests.Count);
        Assert.True(Stopwatch.GetElapsedTime(start) <= Quick.Deadline + TimeSpan.FromSeconds(1), "The deadline was not kept.");
        Assert.Equal(code[(code.IndexOf('#', StringComparison.Ordinal) + 1)..], failure.CloudCode);
        AssertClean(failure.ToString());
    }

    /// <summary>Real refusals of the fake's own rules, not scripted ones.</summary>
    [Theory]
    [InlineData("Disabled", KeyProviderError.KeyDisabled)]
    [InlineData("PendingDeletion", KeyProviderError.KeyDisabled)]
    public async Task A_key_in_a_wrong_state_is_named_as_such(string state, KeyProviderError error)
    {
        fake.Server.Faults.Clear();
        Kmip.FakeAws.Kms.FakeKey key = fake.Server.Kms.CreateKey();
        AwsKeyProvider provider = fake.Provider(keyId: key.Id);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        key.State = state;
        Assert.Equal(error, (await FailsAsync(provider, wrapped)).Error);
        KeyProviderException wrapping = await Assert.ThrowsAsync<KeyProviderException>(async () => await provider.WrapAsync(new byte[32], CancellationToken.None));
        Assert.Equal(error, wrapping.Error);
    }

    [Fact]
    public async Task Missing_key_wrong_usage_missing_right_and_wrong_credentials()
    {
        fake.Server.Faults.Clear();
        byte[] wrapped = await fake.Provider().WrapAsync(new byte[32], CancellationToken.None);
        async Task<KeyProviderError> WrapFailsAsync(AwsKeyProvider p) =>
            (await Assert.ThrowsAsync<KeyProviderException>(async () => await p.WrapAsync(new byte[32], CancellationToken.None))).Error;

        Assert.Equal(KeyProviderError.KeyNotFound, await WrapFailsAsync(fake.Provider(keyId: "alias/nobody")));
        Assert.Equal(KeyProviderError.KeyUsageForbidden, await WrapFailsAsync(fake.Provider(keyId: fake.Server.Kms.CreateKey("SIGN_VERIFY").Arn)));
        Assert.Equal(KeyProviderError.AccessDenied, await WrapFailsAsync(fake.Provider(fake.Server.CreateUser("kms:Decrypt"))));
        Assert.Equal(32, await fake.Provider(fake.Server.CreateUser("kms:Decrypt")).UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
        Assert.Equal(KeyProviderError.AccessDenied, (await FailsAsync(fake.Provider(fake.Server.CreateUser("kms:Encrypt")), wrapped)).Error);

        var wrongSecret = new Kmip.FakeAws.Signing.Principal { AccessKeyId = fake.User.AccessKeyId, SecretAccessKey = "canary-wrong-secret" };
        KeyProviderException refused = await FailsAsync(fake.Provider(wrongSecret), wrapped);
        Assert.Equal((KeyProviderError.CredentialsRejected, "InvalidSignatureException"), (refused.Error, refused.CloudCode));
        AssertClean(refused.ToString());
        var unknown = new Kmip.FakeAws.Signing.Principal { AccessKeyId = "AKIANOBODY", SecretAccessKey = "canary-wrong-secret" };
        Assert.Equal("UnrecognizedClientException", (await FailsAsync(fake.Provider(unknown), wrapped)).CloudCode);
    }

    [Fact]
    public async Task Wrong_encryption_context_is_rejected_ciphertext()
    {
        fake.Server.Faults.Clear();
        var context = new Dictionary<string, string> { ["purpose"] = "snapshot", ["project"] = "ünïcode" };
        byte[] wrapped = await fake.Provider(context: context).WrapAsync(new byte[32], CancellationToken.None);
        Assert.Equal(32, await fake.Provider(context: context).UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
        Assert.Equal(KeyProviderError.CiphertextRejected, (await FailsAsync(fake.Provider(), wrapped)).Error);
        context["purpose"] = "other";
        Assert.Equal(KeyProviderError.CiphertextRejected, (await FailsAsync(fake.Provider(context: context), wrapped)).Error);
    }

    private static async Task<KeyProviderException> FailsAsync(AwsKeyProvider provider, byte[] wrapped) =>
        await Assert.ThrowsAsync<KeyProviderException>(async () => await provider.UnwrapAsync(wrapped, new byte[32], CancellationToken.None));

    private void AssertClean(string text)
    {
        Assert.DoesNotContain(FakeAwsServer.VendorText, text, StringComparison.Ordinal);
        Assert.DoesNotContain(fake.User.SecretAccessKey, text, StringComparison.Ordinal);
        Assert.DoesNotContain(fake.User.AccessKeyId, text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-wrong-secret", text, StringComparison.Ordinal);
    }
}
