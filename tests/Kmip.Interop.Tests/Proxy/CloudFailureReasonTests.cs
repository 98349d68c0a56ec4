using System.Diagnostics;
using Kmip.Client;
using Kmip.Interop.Tests.PyKmip;
using Kmip.Interop.Tests.Support;
using Kmip.Protocol;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>What a KMIP client is told when the cloud refuses to wrap a new key: the result reason of its version, our words, no text of the cloud.</summary>
public sealed class CloudFailureReasonTests(FakeAwsProcess aws) : IClassFixture<FakeAwsProcess>
{
    /// <summary>Of one request while a client waits; a machine too slow for all attempts in it makes fewer.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(4);

    /// <summary>The code of AWS, its HTTP status, the attempts of the policy, and the reasons in KMIP 1.x and 2.x.</summary>
    private static readonly (string Code, int Status, int Attempts, ResultReason In1, ResultReason In2)[] Table =
    [
        ("ThrottlingException", 400, 4, ResultReason.GeneralFailure, ResultReason.ServerLimitExceeded),
        ("LimitExceededException", 400, 4, ResultReason.GeneralFailure, ResultReason.ServerLimitExceeded),
        ("KMSInternalException", 500, 4, ResultReason.GeneralFailure, ResultReason.InternalServerError),
        ("DependencyTimeoutException", 503, 4, ResultReason.GeneralFailure, ResultReason.InternalServerError),
        ("KeyUnavailableException", 500, 4, ResultReason.GeneralFailure, ResultReason.InternalServerError),
        ("AccessDeniedException", 400, 1, ResultReason.PermissionDenied, ResultReason.PermissionDenied),
        ("ExpiredTokenException", 400, 1, ResultReason.PermissionDenied, ResultReason.PermissionDenied),
        ("UnrecognizedClientException", 400, 1, ResultReason.PermissionDenied, ResultReason.PermissionDenied),
        ("InvalidSignatureException", 400, 1, ResultReason.PermissionDenied, ResultReason.PermissionDenied),
        ("DisabledException", 400, 1, ResultReason.PermissionDenied, ResultReason.WrongKeyLifecycleState),
        ("KMSInvalidStateException", 400, 1, ResultReason.PermissionDenied, ResultReason.WrongKeyLifecycleState),
        ("NotFoundException", 400, 1, ResultReason.ItemNotFound, ResultReason.ObjectNotFound),
        ("InvalidKeyUsageException", 400, 1, ResultReason.PermissionDenied, ResultReason.IncompatibleCryptographicUsageMask),
    ];

    [Fact]
    [Trait("Abuse", "A117")]
    public async Task A_Create_that_the_cloud_refuses_has_its_reason_in_1_x_and_2_x_and_leaves_nothing()
    {
        using Snapshot snapshot = new();
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(
            snapshot.DatabasePath, ["--allowNewKeys", "--logLevel", "trace", .. aws.Provider], aws.Environment);
        await using ProxyClient in1 = await ProxyClient.ConnectAsync(proxy.Endpoint, KmipVersion.V1_2);
        await using ProxyClient in2 = await ProxyClient.ConnectAsync(proxy.Endpoint, KmipVersion.V2_0);
        foreach ((string code, int status, int attempts, ResultReason reason1, ResultReason reason2) in Table)
        {
            await AssertRefusedAsync(in1, code, status, attempts, reason1);
            await AssertRefusedAsync(in2, code, status, attempts, reason2);
        }

        Assert.Empty(await in1.LocateAsync());
        await aws.ClearAsync();
        await in1.CreateAsync("accepted");
        Assert.Single(Directory.GetFiles(Path.Combine(snapshot.DatabasePath, "cloudProviderCredentials")));
        Assert.DoesNotContain("FAKE-AWS", proxy.Program.AllOutput, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A118")]
    public async Task PyKMIP_is_told_of_a_throttling_that_lasts_and_served_after_one_that_ends()
    {
        PyKmipClient.Require();
        using Snapshot snapshot = new();
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, ["--allowNewKeys", .. aws.Provider], aws.Environment);
        PyKmipSession[] sessions = [.. PyKmipClient.AllVersions.Select(version => new PyKmipSession(version, PyKmipStep.Create("key of " + version), PyKmipStep.Locate()))];
        await aws.ClearAsync();
        await aws.FailAsync("ThrottlingException");
        PyKmipConversation[] refused = await PyKmipClient.RunAsync(proxy.Endpoint, sessions);

        await aws.ClearAsync();
        await aws.FailAsync("ThrottlingException", count: 2);
        PyKmipConversation[] accepted = await PyKmipClient.RunAsync(proxy.Endpoint, sessions);

        Assert.All(refused, conversation =>
        {
            Failures.AssertFailed(conversation.Answers[0], conversation.Version, "GENERAL_FAILURE", "SERVER_LIMIT_EXCEEDED");
            Assert.Contains("try again later", conversation.Answers[0].Message, StringComparison.Ordinal);
            Assert.Empty(conversation.Answers[1].List("uids"));
        });
        Assert.All(accepted, conversation => conversation.Succeed());
        Assert.Equal(sessions.Length + 2, (await aws.RequestsAsync()).Length);
    }

    private async Task AssertRefusedAsync(ProxyClient client, string code, int status, int attempts, ResultReason reason)
    {
        await aws.ClearAsync();
        await aws.FailAsync(code, status);
        long start = Stopwatch.GetTimestamp();

        KmipOperationFailedException failure = await Assert.ThrowsAsync<KmipOperationFailedException>(() => client.CreateAsync("refused"));

        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Assert.Equal((code, reason), (code, failure.ResultReason));
        Assert.NotEmpty(failure.ServerMessage!);
        Assert.DoesNotContain("FAKE-AWS", failure.ServerMessage!, StringComparison.Ordinal);
        int made = (await aws.RequestsAsync()).Length;
        Assert.True(made == attempts || (made < attempts && took >= Deadline / 2), $"{code}: {made} attempts in {took}");
    }
}
