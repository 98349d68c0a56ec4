using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kmip.TestSupport;

/// <summary>
/// Moto, a stand-in for AWS that nobody here wrote, on a loopback port: KMS, STS and IAM with real signature and permission checks once
/// <see cref="EnforceAsync"/> was called. <see cref="TryStartAsync"/> gives null where it cannot be had; the test is then skipped by name.
/// </summary>
public sealed class MotoServer : IAsyncDisposable
{
    /// <summary>The message for <c>Assert.SkipWhen</c>.</summary>
    public const string Absent = "moto cannot be had here: eng/start-moto.sh says why.";

    /// <summary>The region of the keys.</summary>
    public const string Region = "us-east-1";

    private const int UnavailableExitCode = 69;

    private readonly ProgramProcess _process;
    private readonly HttpClient _client;

    private MotoServer(ProgramProcess process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = endpoint, Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>The endpoint of all services.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts moto; the first time on a machine this fetches it.</summary>
    public static async Task<MotoServer?> TryStartAsync()
    {
        string script = Path.Combine(SharedData.RepositoryRoot, "eng", "start-moto.sh");
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        string cache = Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "kmip-tests",
            "moto");
        int port = FreePort();
        ProgramProcess process = ProgramProcess.Start(
            "/bin/bash",
            [script, cache, port.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            new Dictionary<string, string?> { ["INITIAL_NO_AUTH_ACTION_COUNT"] = "1000000", ["MOTO_SECONDS"] = "300" });
        try
        {
            await process.WaitForAsync(text => text.Contains("Running on", StringComparison.Ordinal) ? text : null, TimeSpan.FromMinutes(6));
            return new MotoServer(process, new Uri($"http://127.0.0.1:{port}/"));
        }
        catch (InvalidOperationException) when (process.HasExited)
        {
            int code = await process.WaitForExitAsync();
            string said = process.AllOutput;
            await process.DisposeAsync();
            return code == UnavailableExitCode ? null : throw new InvalidOperationException($"eng/start-moto.sh ended with {code}: {said}");
        }
    }

    /// <summary>A new symmetric key; its ARN.</summary>
    public async Task<string> CreateKeyAsync()
    {
        string answer = await SendAsync("kms", "{}", "TrentService.CreateKey");
        using JsonDocument document = JsonDocument.Parse(answer);
        return document.RootElement.GetProperty("KeyMetadata").GetProperty("Arn").GetString()!;
    }

    /// <summary>A new user with an access key, allowed these actions (<c>kms:Decrypt</c>) on everything.</summary>
    public async Task<(string AccessKeyId, string SecretAccessKey)> CreateUserAsync(params string[] actions)
    {
        string name = "user" + Guid.NewGuid().ToString("N")[..8];
        await SendAsync("iam", $"Action=CreateUser&Version=2010-05-08&UserName={name}");
        if (actions.Length > 0)
        {
            await SendAsync("iam", $"Action=PutUserPolicy&Version=2010-05-08&UserName={name}&PolicyName=p&PolicyDocument={Uri.EscapeDataString(Policy(actions))}");
        }

        string answer = await SendAsync("iam", $"Action=CreateAccessKey&Version=2010-05-08&UserName={name}");
        return (Element("AccessKeyId", answer), Element("SecretAccessKey", answer));
    }

    /// <summary>A new role that anybody may assume, allowed these actions; its ARN.</summary>
    public async Task<string> CreateRoleAsync(params string[] actions)
    {
        string name = "role" + Guid.NewGuid().ToString("N")[..8];
        const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""";
        string answer = await SendAsync("iam", $"Action=CreateRole&Version=2010-05-08&RoleName={name}&AssumeRolePolicyDocument={Uri.EscapeDataString(Trust)}");
        await SendAsync("iam", $"Action=PutRolePolicy&Version=2010-05-08&RoleName={name}&PolicyName=p&PolicyDocument={Uri.EscapeDataString(Policy(actions))}");
        return Element("Arn", answer);
    }

    /// <summary>From now on signatures and permissions are checked.</summary>
    public async Task EnforceAsync()
    {
        using var zero = new StringContent("0", Encoding.ASCII, "text/plain");
        using HttpResponseMessage response = await _client.PostAsync(new Uri("moto-api/reset-auth", UriKind.Relative), zero);
        response.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }

    private static string Policy(string[] actions) => "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":\"*\",\"Action\":["
        + string.Join(',', actions.Select(a => $"\"{a}\"")) + "]}]}";

    private static string Element(string name, string xml) => Regex.Match(xml, $"<{name}>([^<]+)</{name}>").Groups[1].Value;

    /// <summary>A request before enforcement: moto only reads the service from the header.</summary>
    private async Task<string> SendAsync(string service, string body, string? target = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(body, Encoding.UTF8, target is null ? "application/x-www-form-urlencoded" : "application/x-amz-json-1.1"),
        };
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=AKIASETUP/20260101/{Region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        if (target is not null)
        {
            request.Headers.Add("X-Amz-Target", target);
        }

        using HttpResponseMessage response = await _client.SendAsync(request);
        string answer = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? answer : throw new InvalidOperationException($"moto refused to set up {service}: {answer}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
