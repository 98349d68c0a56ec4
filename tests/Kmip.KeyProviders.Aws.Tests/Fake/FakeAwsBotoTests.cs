using Kmip.FakeAws.Sts;
using Kmip.TestSupport;

namespace Kmip.KeyProviders.Aws.Tests.Fake;

/// <summary>The fake is good enough for AWS's Python SDK too, which shares no code with the .NET one.</summary>
public sealed class FakeAwsBotoTests(FakeAwsFixture fake) : IClassFixture<FakeAwsFixture>
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public async Task AWSs_Python_SDK_gets_keys_and_errors_as_from_the_service()
    {
        Assert.SkipUnless(File.Exists(Python) && (await RunAsync("-c", "import boto3")).ExitCode == 0, "python3-boto3 is not installed.");
        FakeRole role = fake.Server.Sts.Add(new FakeRole { Arn = "arn:aws:iam::111122223333:role/boto" });
        string script = Path.Combine(SharedData.RepositoryRoot, "tests", "Kmip.KeyProviders.Aws.Tests", "Fake", "boto3_client.py");
        (int code, string output, string error) = await RunAsync(
            script, fake.Server.Endpoint.AbsoluteUri, fake.Server.Region, fake.User.AccessKeyId, fake.Key.Arn, fake.OtherKey.Arn, role.Arn);
        Assert.True(code == 0, error);
        Assert.Equal(
            [
                "InvalidCiphertextException",
                "IncorrectKeyException",
                "NotFoundException",
                "DisabledException",
                "KMSInvalidStateException",
                "InvalidSignatureException",
                "UnrecognizedClientException",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => ProgramProcess.RunAsync(
        Python,
        arguments,
        new Dictionary<string, string?> { ["BOTO_SECRET"] = fake.User.SecretAccessKey, ["PYTHONIOENCODING"] = "utf-8" });
}
