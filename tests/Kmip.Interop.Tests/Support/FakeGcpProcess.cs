using System.Text.RegularExpressions;
using Kmip.TestSupport;

namespace Kmip.Interop.Tests.Support;

/// <summary>The stand-in for Google Cloud as a process of its own, with one key and one service account that may use it.</summary>
internal sealed partial class FakeGcpProcess : IAsyncDisposable
{
    private readonly ProgramProcess _program;

    private FakeGcpProcess(ProgramProcess program, Match said)
    {
        _program = program;
        Endpoint = said.Groups["endpoint"].Value;
        KeyName = said.Groups["key"].Value;
        ServiceAccountKey = said.Groups["account"].Value;
    }

    public string Endpoint { get; }

    public string KeyName { get; }

    /// <summary>The account's key: JSON.</summary>
    public string ServiceAccountKey { get; }

    /// <summary>The options that lead to the stand-in in place of Google.</summary>
    public string[] Endpoints => ["--gcpEndpointUrl", Endpoint, "--gcpCredentialEndpointUrl", Endpoint];

    public static async Task<FakeGcpProcess> StartAsync()
    {
        ProgramProcess program = ProgramProcess.Start(ProgramProcess.PathOf("Kmip.FakeGcp", "Kmip.FakeGcp"), ["0", "600"]);
        try
        {
            FakeGcpProcess fake = new(
                program, await program.WaitForAsync(text => Pattern().Match(text) is { Success: true } said ? said : null, TimeSpan.FromMinutes(2)));

            // The first answer of a new process is slow; it must not count against the time that the proxy gives Google.
            using HttpClient first = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(1) };
            using HttpResponseMessage answer = await first.GetAsync(new Uri(new Uri(fake.Endpoint), "_control/requests"));
            answer.EnsureSuccessStatusCode();
            return fake;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [GeneratedRegex("Fake Google Cloud listens on (?<endpoint>http[^\\s]+)\nKey: (?<key>[^\\s]+)\nService account: (?<account>\\{.*\\})\n")]
    private static partial Regex Pattern();
}
