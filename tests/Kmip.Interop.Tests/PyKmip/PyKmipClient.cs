using System.Text.Json;
using Kmip.TestSupport;

namespace Kmip.Interop.Tests.PyKmip;

/// <summary>Where PyKMIP connects to: the authority it trusts, and the PEM file with its own certificate and key.</summary>
internal sealed record PyKmipEndpoint(string Host, int Port, string Ca, string Pem);

/// <summary>
/// Debian's PyKMIP client, in a process of its own that is bounded in time. Without <c>python3-pykmip</c> (eng/install-prerequisites.sh installs it) the
/// tests are skipped by name.
/// </summary>
internal static class PyKmipClient
{
    private const string Python = "/usr/bin/python3";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static string[] AllVersions { get; } = ["1.0", "1.1", "1.2", "1.3", "1.4", "2.0"];

    public static string[] Versions1 { get; } = AllVersions[..5];

    /// <summary>Skips the test where the client is absent.</summary>
    public static void Require() => Assert.SkipUnless(
        File.Exists(Python) && Directory.Exists("/usr/lib/python3/dist-packages/kmip"),
        "python3-pykmip is not installed: eng/install-prerequisites.sh installs it.");

    /// <summary>One connection; every step must be answered by a success.</summary>
    public static async Task<PyKmipAnswer[]> SucceedAsync(PyKmipEndpoint endpoint, string version, params PyKmipStep[] steps) =>
        (await RunAsync(endpoint, new PyKmipSession(version, steps)))[0].Succeed().Answers;

    /// <summary>One connection; the answers in the order of the steps.</summary>
    public static async Task<PyKmipAnswer[]> RunAsync(PyKmipEndpoint endpoint, string version, params PyKmipStep[] steps) =>
        (await RunAsync(endpoint, new PyKmipSession(version, steps)))[0].Answers;

    /// <summary>One connection after the other, by one process; what came of each.</summary>
    public static async Task<PyKmipConversation[]> RunAsync(PyKmipEndpoint endpoint, params PyKmipSession[] sessions)
    {
        string script = Path.Combine(SharedData.RepositoryRoot, "tests", "Kmip.Interop.Tests", "PyKmip", "client.py");
        await using ProgramProcess program = ProgramProcess.Start(
            Python, ["-W", "ignore", script], new Dictionary<string, string?> { ["PYTHONDONTWRITEBYTECODE"] = "1" },
            input: PyKmipStep.Request(endpoint, sessions));
        int code = await program.WaitForExitAsync(Limit);
        Assert.True(code == 0, $"client.py ended with {code}: {program.AllOutput}");
        ILookup<int, PyKmipAnswer> answers = AnswersOf(program).ToLookup(answer => answer.Session);
        PyKmipConversation[] all = [.. sessions.Select((session, number) => new PyKmipConversation(session.Version, [.. answers[number]]))];
        foreach ((PyKmipSession session, PyKmipConversation conversation) in sessions.Zip(all))
        {
            Assert.True(conversation.Answers.Length == session.Steps.Length || conversation.Answers[^1].Lost is not null, program.AllOutput);
        }

        return all;
    }

    private static IEnumerable<PyKmipAnswer> AnswersOf(ProgramProcess program)
    {
        foreach (string line in program.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            yield return new PyKmipAnswer(document.RootElement.Clone());
        }
    }
}
