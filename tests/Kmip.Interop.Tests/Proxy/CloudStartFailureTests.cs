using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Amazon.SecurityToken.Model;
using Kmip.Interop.Tests.Support;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>A proxy whose cloud says no at the start ends with the documented exit code and says what to do; no secret stands anywhere.</summary>
public sealed class CloudStartFailureTests(FakeAwsProcess aws) : IClassFixture<FakeAwsProcess>
{
    private readonly byte[] _masterKey = RandomNumberGenerator.GetBytes(32);

    public static TheoryData<string> Formats => ["text", "json"];

    [Theory]
    [MemberData(nameof(Formats))]
    [Trait("Abuse", "A90")]
    public async Task A_wrong_secret_ends_with_5_and_names_its_source_and_what_replaces_it(string format)
    {
        string wrong = Convert.ToBase64String(RandomNumberGenerator.GetBytes(30));

        string error = await RunAsync(format, 5, aws.User.AccessKeyId, wrong);

        Assert.Contains("refused the cloud credentials", error, StringComparison.Ordinal);
        Assert.Contains("k1.aws.metadata", error, StringComparison.Ordinal);
        Assert.Contains("--awsSecretAccessKeyFile", error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    [Trait("Abuse", "A90")]
    public async Task A_wrong_session_token_ends_with_5(string format)
    {
        Credentials session = await aws.AssumeRoleAsync();
        string wrong = Convert.ToBase64String(RandomNumberGenerator.GetBytes(96));

        string error = await RunAsync(format, 5, session.AccessKeyId, session.SecretAccessKey, wrong, canaries: [new("the right session token", session.SessionToken)]);

        Assert.Contains("refused the cloud credentials", error, StringComparison.Ordinal);
        Assert.Contains("--awsSessionTokenFile", error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Credentials_without_the_right_end_with_5_and_the_right_is_named(string format)
    {
        (string id, string secret) = await aws.CreateUserAsync("kms:DescribeKey");

        Assert.Contains("kms:Decrypt", await RunAsync(format, 5, id, secret), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_disabled_key_ends_with_6(string format)
    {
        string disabled = await aws.CreateKeyAsync();
        byte[] wrapped = await aws.WrapAsync(_masterKey, disabled);
        await aws.DisableAsync(disabled);

        string error = await RunAsync(format, 6, aws.User.AccessKeyId, aws.User.SecretAccessKey, wrapped: wrapped);

        Assert.Contains("disabled", error, StringComparison.Ordinal);
        Assert.Contains("DisabledException", error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    [Trait("Abuse", "A118")]
    public async Task Throttling_ends_with_7_after_four_attempts(string format)
    {
        byte[] wrapped = await aws.WrapAsync(_masterKey);
        await aws.ClearAsync();
        await aws.FailAsync("ThrottlingException");
        long start = Stopwatch.GetTimestamp();

        string error = await RunAsync(format, 7, aws.User.AccessKeyId, aws.User.SecretAccessKey, wrapped: wrapped);

        Assert.Contains("throttled", error, StringComparison.Ordinal);
        Assert.Contains("4 attempts", error, StringComparison.Ordinal);
        Assert.Equal(["kms:Decrypt", "kms:Decrypt", "kms:Decrypt", "kms:Decrypt"], await aws.RequestsAsync());
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "The start was given up late.");
        await aws.ClearAsync();
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task An_endpoint_that_nobody_serves_ends_with_7_and_names_the_options(string format)
    {
        // Bound and not listening: nobody else gets the port meanwhile.
        using Socket closed = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        string error = await RunAsync(
            format, 7, aws.User.AccessKeyId, aws.User.SecretAccessKey, endpoint: $"http://127.0.0.1:{((IPEndPoint)closed.LocalEndPoint!).Port}/");

        Assert.Contains("--awsEndpointUrl", error, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(
        string format, int exitCode, string accessKeyId, string secretAccessKey, string? sessionToken = null, byte[]? wrapped = null, string? endpoint = null,
        Canary[]? canaries = null)
    {
        using Snapshot snapshot = new();
        string metadata = snapshot.WriteAws("k1", wrapped ?? await aws.WrapAsync(_masterKey), accessKeyId, secretAccessKey, sessionToken);
        List<Canary> secrets =
        [
            new("the master key", _masterKey), new("the secret access key", secretAccessKey), new("the user's secret access key", aws.User.SecretAccessKey), .. canaries ?? [],
        ];
        if (sessionToken is not null)
        {
            secrets.Add(new("the session token", sessionToken));
        }

        (int code, string error) = await FailedStart.RunAsync(
            snapshot, format, ["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", "--awsEndpointUrl", endpoint ?? aws.Endpoint], [.. secrets], [metadata]);
        Assert.True(code == exitCode, $"exit code {code}: {error}");
        return error;
    }
}
