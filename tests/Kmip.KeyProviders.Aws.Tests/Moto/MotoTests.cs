using Kmip.TestSupport;

namespace Kmip.KeyProviders.Aws.Tests.Moto;

/// <summary>
/// The provider against moto, which checks signatures and rights with code that neither we nor the SDK's authors wrote, and whose error names
/// partly are those of the query protocol.
/// </summary>
public sealed class MotoTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    [Fact]
    public async Task A_key_is_wrapped_and_unwrapped_with_and_without_its_name_and_context()
    {
        RequireMoto();
        byte[] dataKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        var context = new Dictionary<string, string> { ["purpose"] = "snapshot" };
        foreach (IReadOnlyDictionary<string, string>? c in (IReadOnlyDictionary<string, string>?[])[null, context])
        {
            using AwsKeyProvider provider = Provider(context: c);
            byte[] wrapped = await provider.WrapAsync(dataKey, CancellationToken.None);
            byte[] opened = new byte[32];
            Assert.Equal(32, await provider.UnwrapAsync(wrapped, opened, CancellationToken.None));
            Assert.Equal(dataKey, opened);

            using AwsKeyProvider unnamed = Provider(keyId: null, context: c);
            opened.AsSpan().Clear();
            Assert.Equal(32, await unnamed.UnwrapAsync(wrapped, opened, CancellationToken.None));
            Assert.Equal(dataKey, opened);
        }
    }

    [Fact]
    public async Task A_role_is_assumed_and_its_session_is_used()
    {
        RequireMoto();
        using AwsKeyProvider provider = Provider(role: moto.Role);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        Assert.Equal(32, await provider.UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
    }

    [Fact]
    [Trait("Abuse", "A117")]
    public async Task Its_refusals_become_the_same_failures_as_those_of_the_service()
    {
        RequireMoto();
        byte[] wrapped;
        using (AwsKeyProvider provider = Provider())
        {
            wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        }

        (string Id, string Secret) good = moto.User;
        await FailsAsync(KeyProviderError.CiphertextRejected, "InvalidCiphertextException", wrapped, context: new() { ["purpose"] = "other" });
        await FailsAsync(KeyProviderError.CredentialsRejected, "SignatureDoesNotMatch", wrapped, user: (good.Id, "canary-wrong-secret"));
        await FailsAsync(KeyProviderError.CredentialsRejected, "InvalidClientTokenId", wrapped, user: ("AKIANOBODY", "canary-wrong-secret"));
        await FailsAsync(KeyProviderError.AccessDenied, "AccessDenied", wrapped, user: moto.Powerless);
        await FailsAsync(KeyProviderError.KeyNotFound, "NotFoundException", null, keyId: "11111111-2222-3333-4444-555555555555");
        byte[] damaged = [.. wrapped];
        damaged[^1] ^= 1;
        await FailsAsync(KeyProviderError.CiphertextRejected, "InvalidCiphertextException", damaged);
    }

    private void RequireMoto() => Assert.SkipWhen(moto.Server is null, MotoServer.Absent);

    private AwsKeyProvider Provider(
        (string Id, string Secret)? user = null, string? keyId = "", IReadOnlyDictionary<string, string>? context = null, string? role = null) =>
        new(new AwsKeyProviderOptions
        {
            KeyId = keyId is { Length: 0 } ? moto.Key : keyId,
            Region = MotoServer.Region,
            AccessKeyId = (user ?? moto.User).Id,
            SecretAccessKey = (user ?? moto.User).Secret,
            EndpointUrl = moto.Server!.Endpoint.AbsoluteUri,
            StsEndpointUrl = moto.Server.Endpoint.AbsoluteUri,
            EncryptionContext = context,
            RoleArn = role,
            RetryPolicy = RetryPolicy.AtStart,
        });

    private async Task FailsAsync(
        KeyProviderError error,
        string code,
        byte[]? wrapped,
        (string Id, string Secret)? user = null,
        string? keyId = "",
        Dictionary<string, string>? context = null)
    {
        using AwsKeyProvider provider = Provider(user, keyId, context);
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(async () =>
        {
            if (wrapped is null)
            {
                await provider.WrapAsync(new byte[32], CancellationToken.None);
            }
            else
            {
                await provider.UnwrapAsync(wrapped, new byte[32], CancellationToken.None);
            }
        });
        Assert.Equal((error, code, 1), (failure.Error, failure.CloudCode, failure.Attempts));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }
}
