using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Amazon.SecurityToken.Model;
using Kmip.Interop.Tests.PyKmip;
using Kmip.Interop.Tests.Support;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>A proxy that serves, makes and changes keys at its most verbose level writes no secret anywhere but in the files meant for it.</summary>
public sealed class SecretsOfARunningProxyTests(FakeAwsProcess aws) : IClassFixture<FakeAwsProcess>
{
    public static TheoryData<string> Formats => ["text", "json"];

    [Theory]
    [MemberData(nameof(Formats))]
    [Trait("Abuse", "A90")]
    public async Task No_secret_of_AWS_is_written_while_keys_live_and_fail(string format)
    {
        PyKmipClient.Require();
        using Snapshot snapshot = new();
        byte[] key = RandomNumberGenerator.GetBytes(32);
        Credentials session = await aws.AssumeRoleAsync();
        string metadata = snapshot.WriteAws("first", await aws.WrapAsync(key), session.AccessKeyId, session.SecretAccessKey, session.SessionToken);
        Dictionary<string, string?> environment = new()
        {
            ["AWS_ACCESS_KEY_ID"] = session.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = session.SecretAccessKey,
            ["AWS_SESSION_TOKEN"] = session.SessionToken,
        };

        string printed = await LiveAsync(snapshot, key, format, aws.Provider, environment);

        Canary.AssertAbsent(
            [new("the secret access key", session.SecretAccessKey), new("the session token", session.SessionToken)], printed, snapshot.Folder, metadata);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    [Trait("Abuse", "A90")]
    public async Task No_secret_of_the_local_provider_is_written_while_keys_live_and_fail(string format)
    {
        PyKmipClient.Require();
        using Snapshot snapshot = new();
        byte[] key = await snapshot.AddKeyAsync("first", snapshot.LocalProvider);

        string printed = await LiveAsync(snapshot, key, format, snapshot.LocalProvider, null);

        byte[] localKey = Convert.FromBase64String(Encoding.ASCII.GetString(await File.ReadAllBytesAsync(snapshot.LocalKeyFile)).Trim());
        Canary.AssertAbsent([new("the local key", localKey)], printed, snapshot.Folder, snapshot.LocalKeyFile);
    }

    [Fact]
    [Trait("Abuse", "A91")]
    public async Task A_secret_on_the_command_line_is_warned_of_and_not_repeated()
    {
        using Snapshot snapshot = new();
        byte[] key = await snapshot.AddKeyAsync("k1", aws.Provider, aws.Environment);
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(
            snapshot.DatabasePath,
            ["-awsAccessKey", aws.User.AccessKeyId, "-awsSecretAccessKey", aws.User.SecretAccessKey, "--awsEndpointUrl", aws.Endpoint, "--logLevel", "trace"]);

        Assert.Contains("--awsSecretAccessKey puts a secret on the command line", proxy.Program.Error, StringComparison.Ordinal);
        Assert.Contains("--awsSecretAccessKeyFile", proxy.Program.Error, StringComparison.Ordinal);
        Canary.AssertAbsent(
            [new("the secret access key", aws.User.SecretAccessKey), new("the master key", key)], proxy.Program.AllOutput, snapshot.Folder);
    }

    /// <summary>A proxy's whole life, with successes and failures; what it printed. None of the keys it had may be in that or in a file.</summary>
    private static async Task<string> LiveAsync(Snapshot snapshot, byte[] first, string format, string[] provider, Dictionary<string, string?>? environment)
    {
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(
            snapshot.DatabasePath, ["--allowNewKeys", "--logLevel", "trace", "--logFormat", format, .. provider], environment);
        byte[] registered = RandomNumberGenerator.GetBytes(32);
        PyKmipAnswer[] answers = await PyKmipClient.RunAsync(
            proxy.Endpoint, "1.2",
            PyKmipStep.Create("created", keep: "c"), PyKmipStep.Get("$c"), PyKmipStep.Register("registered", registered, "r"), PyKmipStep.Get("$r"),
            PyKmipStep.Activate("$c"), PyKmipStep.Encrypt("$c", first, new byte[16]), PyKmipStep.Revoke("$c"), PyKmipStep.Destroy("$c"), PyKmipStep.Get("first"),
            PyKmipStep.Activate("$c"), PyKmipStep.Get("$c"), PyKmipStep.Get("no such key"), PyKmipStep.Create("odd", 257));
        Assert.All(answers[..9], answer => Assert.True(answer.Ok, answer.ToString()));
        Assert.All(answers[9..], answer => Assert.False(answer.Ok, answer.ToString()));
        await proxy.KillAsync();

        string printed = proxy.Program.AllOutput;
        Assert.Contains("trace", printed, StringComparison.Ordinal);
        Canary.AssertAbsent(
            [new("the first key", first), new("the registered key", registered), new("the created key", Convert.FromHexString(answers[1].Value))],
            printed, snapshot.Folder);
        using X509Certificate2 client = X509Certificate2.CreateFromPemFile(proxy.Endpoint.Pem);
        using RSA privateKey = client.GetRSAPrivateKey()!;
        RSAParameters secrets = privateKey.ExportParameters(true);
        string line = (await File.ReadAllLinesAsync(proxy.Endpoint.Pem))[^3];
        Canary.AssertAbsent(
            [new("the client's private key", secrets.D!), new("a prime of it", secrets.P!), new("a line of its PEM form", line)],
            printed, snapshot.Folder, proxy.Endpoint.Pem);
        return printed;
    }
}
