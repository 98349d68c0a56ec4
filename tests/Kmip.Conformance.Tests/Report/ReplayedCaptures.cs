using Kmip.Conformance.Tests.Compare;
using Kmip.Conformance.Tests.Replay;
using Kmip.Conformance.Tests.Wire;
using Kmip.TestSupport;

namespace Kmip.Conformance.Tests.Report;

/// <summary>All captures, replayed once for the tests of a class. The captures are read in place and are not part of this repository.</summary>
public sealed class ReplayedCaptures : IAsyncLifetime
{
    /// <summary>One request of each kind, each to a server that holds nothing else.</summary>
    private const string Samples = "samples.jsonl";

    private static readonly string[] Files =
    [
        "psmdb-mongod.jsonl", "libmongocrypt.jsonl", "libmongoc-1.23.1.jsonl", "barbican-15.0.1.jsonl",
        "pykmip-suite-1.0.jsonl", "pykmip-suite-1.4.jsonl", "pykmip-suite-2.0.jsonl", Samples,
    ];

    /// <summary>The operations whose answers are compared. Every other one must be refused as not supported.</summary>
    private static readonly HashSet<string> Operations =
    [
        "DiscoverVersions", "Query", "Create", "Register", "Get", "GetAttributes", "GetAttributeList", "Locate", "Activate", "Revoke", "Destroy",
        "Encrypt", "Decrypt",
    ];

    private readonly List<CaptureResult> _results = [];

    internal KnownDifferences Known { get; } = KnownDifferences.Load();

    internal IReadOnlyList<CaptureResult> Results => _results;

    internal static bool ArePresent => SharedData.IsPresent && Array.TrueForAll(Files, CaptureFile.IsPresent);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!ArePresent)
        {
            return;
        }

        FieldFacts facts = FieldFacts.Load();
        foreach (string file in Files)
        {
            List<Exchange> exchanges = CaptureFile.Read(file);
            using Replayer replayer = new(clock => new InProcessServer(clock), Operations, exchanges, facts, isolated: file == Samples);
            List<Outcome> outcomes = [];
            foreach (Exchange exchange in exchanges)
            {
                outcomes.Add(await replayer.ReplayAsync(exchange));
            }

            _results.Add(new CaptureResult(file, outcomes, Known));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
