using Kmip.Conformance.Tests.Compare;
using Kmip.Conformance.Tests.Replay;
using Kmip.TestSupport;

namespace Kmip.Conformance.Tests;

/// <summary>
/// What real clients once sent to another server, sent to ours: every answer is the recorded one, or differs where the list of differences says
/// why. The captures are read in place and are not part of this repository.
/// </summary>
public sealed class RecordedClients
{
    /// <summary>The operations whose answers are compared. Every other one must be refused as not supported.</summary>
    private static readonly HashSet<string> Operations =
    [
        "DiscoverVersions", "Query", "Create", "Register", "Get", "GetAttributes", "GetAttributeList", "Locate", "Activate", "Revoke", "Destroy",
        "Encrypt", "Decrypt",
    ];

    [Theory]
    [InlineData("psmdb-mongod.jsonl")]
    [InlineData("libmongocrypt.jsonl")]
    [InlineData("libmongoc-1.23.1.jsonl")]
    [InlineData("barbican-15.0.1.jsonl")]
    [InlineData("pykmip-suite-1.0.jsonl")]
    [InlineData("pykmip-suite-1.4.jsonl")]
    [InlineData("pykmip-suite-2.0.jsonl")]
    public Task A_session_replayed_in_order_is_answered_as_recorded(string file) => ReplayAsync(file, isolated: false);

    /// <summary>One request of each kind, each to a server that holds nothing yet.</summary>
    [Theory]
    [InlineData("samples.jsonl")]
    public Task A_request_on_its_own_is_answered_as_recorded(string file) => ReplayAsync(file, isolated: true);

    private static async Task ReplayAsync(string file, bool isolated)
    {
        Assert.SkipUnless(CaptureFile.IsPresent(file), $"The capture {file} is absent. {SharedData.Absent}");
        KnownDifferences known = KnownDifferences.Load();
        Replayer replayer = new(clock => new InProcessServer(clock), Operations, isolated);
        List<string> unexplained = [];
        foreach (Exchange exchange in CaptureFile.Read(file))
        {
            unexplained.AddRange((await replayer.ReplayAsync(exchange))
                .Where(difference => !known.Explain(file, exchange.Operation, difference))
                .Select(difference => $"{file}:{exchange.Line} {exchange.Operation} {difference}"));
        }

        unexplained.AddRange(known.Unused(file).Select(entry => $"no longer needed in the list of differences: {entry}"));
        Assert.True(unexplained.Count == 0, $"{unexplained.Count} differences:\n" + string.Join('\n', unexplained));
        Assert.True(replayer.Compared > 0, "Nothing was compared.");
    }
}
