using Kmip.Conformance.Tests.Compare;

namespace Kmip.Conformance.Tests.Replay;

/// <summary>How an answer could be judged.</summary>
internal enum OutcomeKind
{
    /// <summary>Compared with the recorded one, item by item.</summary>
    Compared,

    /// <summary>The operation is not served: the answer must be Operation Not Supported.</summary>
    NotServed,

    /// <summary>The request needs an object that only the recorded server had: the answer must be that there is none.</summary>
    NotHeld,
}

/// <summary>What came of one recorded request.</summary>
/// <param name="Exchange">The request and the recorded answer.</param>
/// <param name="Kind">How our answer could be judged.</param>
/// <param name="Differences">Where it is not as expected.</param>
/// <param name="Faults">What is wrong with it as a message, whatever was recorded.</param>
internal sealed record Outcome(Exchange Exchange, OutcomeKind Kind, List<Difference> Differences, List<string> Faults);
