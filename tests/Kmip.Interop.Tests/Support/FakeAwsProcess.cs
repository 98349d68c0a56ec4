using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Kmip.KeyProviders.Aws;
using Kmip.TestSupport;

namespace Kmip.Interop.Tests.Support;

/// <summary>The stand-in for AWS KMS as a process of its own: keys and users, real signatures, every error on request.</summary>
public sealed partial class FakeAwsProcess : IAsyncLifetime
{
    public const string Region = "eu-central-1";

    private ProgramProcess? _program;
    private HttpClient? _control;

    public string Endpoint => _control!.BaseAddress!.AbsoluteUri;

    public string MasterKeyArn { get; private set; } = string.Empty;

    public (string AccessKeyId, string SecretAccessKey) User { get; private set; }

    /// <summary>The options that make the service wrap new keys; the credentials come from the environment.</summary>
    public string[] Provider => ["-cloudProvider", "aws", "-awsRegion", Region, "--awsKeyId", MasterKeyArn, "--awsEndpointUrl", Endpoint];

    /// <summary>The user's credentials as the AWS tools take them.</summary>
    public Dictionary<string, string?> Environment => new() { ["AWS_ACCESS_KEY_ID"] = User.AccessKeyId, ["AWS_SECRET_ACCESS_KEY"] = User.SecretAccessKey };

    public async ValueTask InitializeAsync()
    {
        _program = ProgramProcess.Start(ProgramProcess.PathOf("Kmip.FakeAws", "Kmip.FakeAws"), ["0", "600", Region]);
        string endpoint = await _program.WaitForAsync(
            text => EndpointPattern().Match(text) is { Success: true } line ? line.Groups[1].Value : null, TimeSpan.FromMinutes(2));
        _control = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(endpoint), Timeout = TimeSpan.FromSeconds(60) };
        MasterKeyArn = await CreateKeyAsync();
        User = await CreateUserAsync();
    }

    public async Task<string> CreateKeyAsync() => (string)(await ControlAsync("key", []))["arn"]!;

    /// <summary>A new user; without actions (<c>kms:Decrypt</c>) allowed everything.</summary>
    public async Task<(string AccessKeyId, string SecretAccessKey)> CreateUserAsync(params string[] allowed)
    {
        JsonObject input = [];
        if (allowed.Length > 0)
        {
            input["allowed"] = new JsonArray([.. allowed.Select(action => (JsonNode)action)]);
        }

        JsonObject user = await ControlAsync("user", input);
        return ((string)user["accessKeyId"]!, (string)user["secretAccessKey"]!);
    }

    /// <summary>Temporary credentials for a new role.</summary>
    public async Task<Credentials> AssumeRoleAsync()
    {
        string arn = (string)(await ControlAsync("role", []))["arn"]!;
        using AmazonSecurityTokenServiceClient sts = new(
            new BasicAWSCredentials(User.AccessKeyId, User.SecretAccessKey),
            new AmazonSecurityTokenServiceConfig { ServiceURL = Endpoint, AuthenticationRegion = Region });
        return (await sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = arn, RoleSessionName = "interop" })).Credentials;
    }

    /// <summary>Disables a customer master key as its owner would.</summary>
    public async Task DisableAsync(string masterKeyArn)
    {
        using AmazonKeyManagementServiceClient kms = new(
            new BasicAWSCredentials(User.AccessKeyId, User.SecretAccessKey),
            new AmazonKeyManagementServiceConfig { ServiceURL = Endpoint, AuthenticationRegion = Region });
        await kms.DisableKeyAsync(masterKeyArn);
    }

    /// <summary>The next requests (-1: all) get this error of the service.</summary>
    public Task FailAsync(string code, int status = 400, int count = -1) =>
        ControlAsync("fault", new JsonObject { ["kind"] = "Error", ["code"] = code, ["status"] = status, ["count"] = count });

    /// <summary>No faults any more, and no requests counted.</summary>
    public Task ClearAsync() => ControlAsync("clear", []);

    /// <summary>The operations that were asked for since the last <see cref="ClearAsync"/>.</summary>
    public async Task<string[]> RequestsAsync() =>
        [.. ((JsonArray)(await ControlAsync("requests", []))["items"]!).Select(item => (string)item!)];

    /// <summary>Wraps a key with the service's Encrypt.</summary>
    public async Task<byte[]> WrapAsync(byte[] key, string? masterKeyArn = null)
    {
        using AwsKeyProvider provider = new(new AwsKeyProviderOptions
        {
            KeyId = masterKeyArn ?? MasterKeyArn,
            Region = Region,
            AccessKeyId = User.AccessKeyId,
            SecretAccessKey = User.SecretAccessKey,
            EndpointUrl = Endpoint,
        });
        return await provider.WrapAsync(key, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _control?.Dispose();
        if (_program is not null)
        {
            await _program.DisposeAsync();
        }
    }

    private async Task<JsonObject> ControlAsync(string what, JsonObject input)
    {
        // With its length, which a JSON content would not send.
        using StringContent content = new(input.ToJsonString(), Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _control!.PostAsync(new Uri("_control/" + what, UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    [GeneratedRegex("Fake AWS listens on (http[^\\s]+)\n")]
    private static partial Regex EndpointPattern();
}
