using Kmip.Conformance.Tests.Compare;
using Kmip.Conformance.Tests.Replay;

namespace Kmip.Conformance.Tests.Report;

/// <summary>What came of all requests of one capture, judged with the list of differences.</summary>
internal sealed class CaptureResult
{
    private readonly Dictionary<ReasonClass, int> _differing = [];

    public CaptureResult(string file, IReadOnlyList<Outcome> outcomes, KnownDifferences known)
    {
        File = file;
        Requests = outcomes.Count;
        foreach (Outcome outcome in outcomes)
        {
            Judge(outcome, known);
        }
    }

    public string File { get; }

    public int Requests { get; }

    /// <summary>Compared, and the recorded answer but for identifiers, times, chosen bytes and messages.</summary>
    public int Identical { get; private set; }

    /// <summary>Operations that are not served.</summary>
    public int NotServed { get; private set; }

    /// <summary>The lines of requests that need an object which only the recorded server had.</summary>
    public List<string> NotHeld { get; } = [];

    /// <summary>Differences that nothing explains, and answers that are not well-formed.</summary>
    public List<string> Unexplained { get; } = [];

    /// <summary>Compared with the recorded answer.</summary>
    public int Compared => Requests - NotServed - NotHeld.Count;

    /// <summary>How many compared answers differ for a reason of the class.</summary>
    public int Differing(ReasonClass reason) => _differing.GetValueOrDefault(reason);

    private void Judge(Outcome outcome, KnownDifferences known)
    {
        string place = $"{File}:{outcome.Exchange.Line} {outcome.Exchange.Operation}";
        Unexplained.AddRange(outcome.Faults.Select(fault => $"{place}: our answer {fault}"));
        ReasonClass? reason = null;
        foreach (Difference difference in outcome.Differences)
        {
            if (known.Explain(File, outcome.Exchange.Operation, difference) is { } found)
            {
                reason = reason is { } earlier && earlier < found ? earlier : found;
            }
            else
            {
                Unexplained.Add($"{place}: {difference}");
            }
        }

        switch (outcome.Kind)
        {
            case OutcomeKind.NotServed:
                NotServed++;
                break;
            case OutcomeKind.NotHeld:
                NotHeld.Add($"{outcome.Exchange.Line} {outcome.Exchange.Operation}");
                break;
            default:
                Count(reason, outcome.Differences.Count == 0);
                break;
        }
    }

    private void Count(ReasonClass? reason, bool isIdentical)
    {
        if (isIdentical)
        {
            Identical++;
        }
        else if (reason is { } found)
        {
            _differing[found] = Differing(found) + 1;
        }
    }
}
