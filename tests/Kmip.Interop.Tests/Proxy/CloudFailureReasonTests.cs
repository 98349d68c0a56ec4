using Kmip.Interop.Tests.PyKmip;
using Kmip.Interop.Tests.Support;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>What a KMIP client is told when the cloud refuses to wrap a new key: the result reason of its version, our words, no text of the cloud.</summary>
public sealed class CloudFailureReasonTests(FakeAwsProcess aws) : IClassFixture<FakeAwsProcess>
{
    /// <summary>The code of AWS, its HTTP status, attempts, and the reasons in KMIP 1.x and 2.x.</summary>
    private static readonly (string Code, int Status, int Attempts, string In1, string In2)[] Table =
    [
        ("ThrottlingException", 400, 4, "GENERAL_FAILURE", "SERVER_LIMIT_EXCEEDED"),
        ("LimitExceededException", 400, 4, "GENERAL_FAILURE", "SERVER_LIMIT_EXCEEDED"),
        ("KMSInternalException", 500, 4, "GENERAL_FAILURE", "INTERNAL_SERVER_ERROR"),
        ("DependencyTimeoutException", 503, 4, "GENERAL_FAILURE", "INTERNAL_SERVER_ERROR"),
        ("KeyUnavailableException", 500, 4, "GENERAL_FAILURE", "INTERNAL_SERVER_ERROR"),
        ("AccessDeniedException", 400, 1, "PERMISSION_DENIED", "PERMISSION_DENIED"),
        ("ExpiredTokenException", 400, 1, "PERMISSION_DENIED", "PERMISSION_DENIED"),
        ("UnrecognizedClientException", 400, 1, "PERMISSION_DENIED", "PERMISSION_DENIED"),
        ("InvalidSignatureException", 400, 1, "PERMISSION_DENIED", "PERMISSION_DENIED"),
        ("DisabledException", 400, 1, "PERMISSION_DENIED", "WRONG_KEY_LIFECYCLE_STATE"),
        ("KMSInvalidStateException", 400, 1, "PERMISSION_DENIED", "WRONG_KEY_LIFECYCLE_STATE"),
        ("NotFoundException", 400, 1, "ITEM_NOT_FOUND", "OBJECT_NOT_FOUND"),
        ("InvalidKeyUsageException", 400, 1, "PERMISSION_DENIED", "INCOMPATIBLE_CRYPTOGRAPHIC_USAGE_MASK"),
    ];

    [Fact]
    [Trait("Abuse", "A117")]
    public async Task A_Create_that_the_cloud_refuses_has_its_reason_in_1_x_and_2_x_and_leaves_nothing()
    {
        PyKmipClient.Require();
        using Snapshot snapshot = new();
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(
            snapshot.DatabasePath, ["--allowNewKeys", "--logLevel", "trace", .. aws.Provider], aws.Environment);
        await aws.ClearAsync();
        foreach ((string code, int status, int attempts, _, _) in (IEnumerable<(string, int, int, string, string)>)[.. Table, .. Table])
        {
            // Just as many as there are attempts: one too many or too few would give the next request another reason.
            await aws.FailAsync(code, status, attempts);
        }

        PyKmipStep[] creates = [.. Table.Select(row => PyKmipStep.Create(row.Code)), PyKmipStep.Locate()];
        PyKmipConversation[] conversations = await PyKmipClient.RunAsync(proxy.Endpoint, new PyKmipSession("1.2", creates), new PyKmipSession("2.0", creates));

        Assert.All(conversations, conversation =>
        {
            foreach (((_, _, _, string in1, string in2), PyKmipAnswer answer) in Table.Zip(conversation.Answers))
            {
                Failures.AssertFailed(answer, conversation.Version, in1, in2);
                Assert.DoesNotContain("FAKE-AWS", answer.Message, StringComparison.Ordinal);
            }

            Assert.Empty(conversation.Answers[^1].List("uids"));
        });
        Assert.Equal(Table.Sum(row => row.Attempts) * 2, (await aws.RequestsAsync()).Length);
        await aws.ClearAsync();
        await PyKmipClient.SucceedAsync(proxy.Endpoint, "1.2", PyKmipStep.Create("accepted"));
        Assert.Single(Directory.GetFiles(Path.Combine(snapshot.DatabasePath, "cloudProviderCredentials")));
        Assert.DoesNotContain("FAKE-AWS", proxy.Program.AllOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Trait("Abuse", "A118")]
    public async Task A_Create_succeeds_when_the_cloud_throttles_a_few_times_only(int times)
    {
        PyKmipClient.Require();
        using Snapshot snapshot = new();
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, ["--allowNewKeys", .. aws.Provider], aws.Environment);
        await aws.ClearAsync();
        await aws.FailAsync("ThrottlingException", count: times);

        await PyKmipClient.SucceedAsync(proxy.Endpoint, "1.2", PyKmipStep.Create("patient"));

        Assert.Equal(times + 1, (await aws.RequestsAsync()).Length);
    }
}
