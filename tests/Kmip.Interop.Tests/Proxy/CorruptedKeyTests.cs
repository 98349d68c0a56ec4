using System.Security.Cryptography;
using Kmip.Interop.Tests.PyKmip;
using Kmip.Interop.Tests.Support;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>Wrapped keys that are not what was wrapped: never is a wrong key served.</summary>
public sealed class CorruptedKeyTests(FakeAwsProcess aws) : IClassFixture<FakeAwsProcess>
{
    /// <summary>How a wrapped key may be spoilt.</summary>
    public static TheoryData<string> Damages => ["first byte", "middle byte", "last byte", "truncated"];

    [Theory]
    [MemberData(nameof(Damages))]
    [Trait("Abuse", "A115")]
    public async Task A_damaged_wrapped_key_ends_with_6_and_names_file_and_remedy(string damage)
    {
        using Snapshot snapshot = new();
        byte[] masterKey = RandomNumberGenerator.GetBytes(32);
        byte[] wrapped = Damage(await aws.WrapAsync(masterKey), damage);
        string metadata = snapshot.WriteAws("k1", wrapped, aws.User.AccessKeyId, aws.User.SecretAccessKey);

        (int code, string error) = await FailedStart.RunAsync(
            snapshot, "text", ["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", "--awsEndpointUrl", aws.Endpoint],
            [new("the master key", masterKey), new("the secret access key", aws.User.SecretAccessKey)], [metadata]);

        Assert.True(code == 6, $"exit code {code}: {error}");
        Assert.Contains("k1.aws.metadata", error, StringComparison.Ordinal);
        Assert.Contains("encryptedKey", error, StringComparison.Ordinal);
        Assert.Contains("--wrappedKey", error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A115")]
    public async Task A_good_key_is_served_beside_a_damaged_one_whose_Get_is_a_cryptographic_failure()
    {
        PyKmipClient.Require();
        using Snapshot snapshot = new();
        byte[] good = await snapshot.AddKeyAsync("good", snapshot.LocalProvider);
        byte[] bad = RandomNumberGenerator.GetBytes(32);
        snapshot.WriteAws("bad", Damage(await aws.WrapAsync(bad), "last byte"), aws.User.AccessKeyId, aws.User.SecretAccessKey);
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, ["--awsEndpointUrl", aws.Endpoint]);

        Assert.Contains("kmip-proxy: warning: key bad", proxy.Program.Error, StringComparison.Ordinal);
        PyKmipConversation[] conversations = await PyKmipClient.RunAsync(
            proxy.Endpoint, [.. PyKmipClient.AllVersions.Select(version => new PyKmipSession(version, PyKmipStep.Get("bad"), PyKmipStep.Get("good")))]);
        Assert.All(conversations, conversation =>
        {
            Failures.AssertFailed(conversation.Answers[0], conversation.Version, "CRYPTOGRAPHIC_FAILURE");
            Assert.Equal(Convert.ToHexStringLower(good), conversation.Answers[1].Value);
        });
    }

    [Fact]
    [Trait("Abuse", "A115")]
    public async Task Another_keys_blob_in_a_file_that_knows_its_key_is_not_served()
    {
        using Snapshot snapshot = new();
        await snapshot.AddKeyAsync("k1", aws.Provider, aws.Environment);
        string metadata = snapshot.MetadataPath("k1", "aws");
        string other = Convert.ToBase64String(await aws.WrapAsync(RandomNumberGenerator.GetBytes(32)));
        string json = System.Text.RegularExpressions.Regex.Replace(
            await File.ReadAllTextAsync(metadata, TestContext.Current.CancellationToken), "(\"encryptedKey\"\\s*:\\s*)\"[^\"]*\"", $"$1\"{other}\"");
        Assert.Contains(other, json, StringComparison.Ordinal);
        await File.WriteAllTextAsync(metadata, json, TestContext.Current.CancellationToken);

        (int code, string error) = await FailedStart.RunAsync(
            snapshot, "text", ["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", "--awsEndpointUrl", aws.Endpoint], [], [metadata], aws.Environment);

        Assert.True(code == 6, $"exit code {code}: {error}");
        Assert.Contains("k1.aws.metadata", error, StringComparison.Ordinal);
    }

    private static byte[] Damage(byte[] wrapped, string damage)
    {
        switch (damage)
        {
            case "first byte":
                wrapped[0] ^= 1;
                return wrapped;
            case "middle byte":
                wrapped[wrapped.Length / 2] ^= 1;
                return wrapped;
            case "last byte":
                wrapped[^1] ^= 1;
                return wrapped;
            default:
                return wrapped[..^1];
        }
    }
}
