using System.Globalization;
using System.Text;
using Kmip.Conformance.Tests.Compare;
using Kmip.TestSupport;

namespace Kmip.Conformance.Tests.Report;

/// <summary>The documentation page with the numbers of the run.</summary>
internal static class RecordedClientsPage
{
    /// <summary>Set to 1, the test writes the page instead of comparing it.</summary>
    public const string UpdateVariable = "KMIP_UPDATE_DOCS";

    public static string Path => System.IO.Path.Combine(SharedData.RepositoryRoot, "docs", "reference", "recorded-clients.md");

    public static string Render(IReadOnlyList<CaptureResult> results, KnownDifferences known)
    {
        StringBuilder page = new();
        page.Append(Introduction);
        foreach (CaptureResult result in results)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| {result.File.Replace(".jsonl", string.Empty, StringComparison.Ordinal)} | {Row(result)} |");
        }

        page.AppendLine(CultureInfo.InvariantCulture, $"| **sum** | {Sum(results)} |");
        page.AppendLine().AppendLine("## Why answers differ").AppendLine();
        foreach (IGrouping<ReasonClass, KnownDifference> group in known.Entries.GroupBy(entry => entry.Class).OrderBy(group => group.Key))
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"### {Heading(group.Key)}").AppendLine();
            page.AppendLine("| Operations | What | Clause |").AppendLine("|---|---|---|");
            foreach (KnownDifference entry in group)
            {
                page.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(", ", entry.Operations)} | {entry.Why} | {entry.Clause} |");
            }

            page.AppendLine();
        }

        return page.ToString().TrimEnd() + "\n";
    }

    private static string Row(CaptureResult result) => string.Join(" | ", Numbers(result));

    private static string Sum(IReadOnlyList<CaptureResult> results) => string.Join(
        " | ", results.Select(Numbers).Aggregate((left, right) => [.. left.Zip(right, (one, other) => one + other)]));

    private static int[] Numbers(CaptureResult result) =>
    [
        result.Requests, result.Compared, result.Identical, .. Enum.GetValues<ReasonClass>().Select(result.Differing), result.NotServed, result.NotHeld.Count,
    ];

    private static string Heading(ReasonClass reason) => reason switch
    {
        ReasonClass.RecordedServerWrong => "The recorded server broke the specification",
        ReasonClass.RequestWrong => "The request has what its version does not define",
        ReasonClass.NotServed => "Not served here",
        _ => "Left to the server",
    };

    private const string Introduction = """
        # Recorded clients

        Requests that real clients once sent to another server, in the shared captures, sent to this server by `tests/Kmip.Conformance.Tests`.
        Each answer is compared item by item with the recorded one. Left out of the comparison are the time of the answer, the text of result
        messages, identifiers (mapped), and bytes that a server chooses at random (their length counts). Every answer, compared or not, is
        checked to be well-formed, to have only fields and attributes of its version in their order, a Time Stamp, and a Result Message where
        it reports a failure.

        This page is written by the tests: `KMIP_UPDATE_DOCS=1 dotnet run --project tests/Kmip.Conformance.Tests`.

        * Identical: nothing differs beyond that.
        * Wrong server, wrong request, part not served, server's choice: the answer differs only in places that are in
          `recorded-server-differences.json`, with the clause that decides; counted under the first that applies.
        * Other operation: outside of what is compared; the answer is Operation Not Supported.
        * No object: the request is about an object that only the recorded server had; the answer is that there is none.

        | Capture | Requests | Compared | Identical | Wrong server | Wrong request | Part not served | Server's choice | Other operation | No object |
        |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|

        """;
}
