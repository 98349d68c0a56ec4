using Kmip.Conformance.Tests.Compare;
using Kmip.Conformance.Tests.Report;

namespace Kmip.Conformance.Tests;

/// <summary>
/// What real clients once sent to another server, sent to ours: every answer is the recorded one, or differs where the list of differences
/// says why.
/// </summary>
public sealed class RecordedClients(ReplayedCaptures captures) : IClassFixture<ReplayedCaptures>
{
    private const string Absent = "The captures are absent: they lie beside the shared KMIP data (KMIP_SHARED_DATA).";

    /// <summary>The numbers are floors: a replay that compares less than this has lost its objects on the way.</summary>
    [Theory]
    [InlineData("psmdb-mongod.jsonl", 27, 27)]
    [InlineData("libmongocrypt.jsonl", 30, 25)]
    [InlineData("libmongoc-1.23.1.jsonl", 15, 9)]
    [InlineData("barbican-15.0.1.jsonl", 25, 25)]
    [InlineData("pykmip-suite-1.0.jsonl", 280, 240)]
    [InlineData("pykmip-suite-1.4.jsonl", 280, 160)]
    [InlineData("pykmip-suite-2.0.jsonl", 250, 140)]
    [InlineData("samples.jsonl", 120, 100)]
    public void Requests_of_real_clients_are_answered_as_recorded(string file, int leastCompared, int leastIdentical)
    {
        Assert.SkipUnless(ReplayedCaptures.ArePresent, Absent);
        CaptureResult result = captures.Results.Single(result => result.File == file);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{result.Requests} requests, {result.Compared} compared, {result.Identical} identical, {result.NotServed} not served");
        TestContext.Current.TestOutputHelper?.WriteLine($"without object: {string.Join(", ", result.NotHeld)}");
        Assert.True(result.Unexplained.Count == 0, $"{result.Unexplained.Count} differences:\n" + string.Join('\n', result.Unexplained));
        Assert.True(result.Compared >= leastCompared, $"only {result.Compared} answers were compared");
        Assert.True(result.Identical >= leastIdentical, $"only {result.Identical} answers were identical");
    }

    [Fact]
    public void Every_entry_of_the_list_of_differences_is_needed()
    {
        Assert.SkipUnless(ReplayedCaptures.ArePresent, Absent);
        Assert.Empty(captures.Known.Unused);
    }

    [Fact]
    public void Every_entry_of_the_list_of_differences_names_a_clause_and_a_reason()
    {
        foreach (KnownDifference entry in KnownDifferences.Load().Entries)
        {
            Assert.Matches("^(KMIP|RFC)", entry.Clause);
            Assert.EndsWith(".", entry.Why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_documentation_page_has_the_numbers_of_this_run()
    {
        Assert.SkipUnless(ReplayedCaptures.ArePresent, Absent);
        string page = RecordedClientsPage.Render(captures.Results, captures.Known);
        if (Environment.GetEnvironmentVariable(RecordedClientsPage.UpdateVariable) == "1")
        {
            File.WriteAllText(RecordedClientsPage.Path, page);
        }

        Assert.True(
            File.Exists(RecordedClientsPage.Path) && File.ReadAllText(RecordedClientsPage.Path) == page,
            $"docs/reference/recorded-clients.md is not what this run gives: run with {RecordedClientsPage.UpdateVariable}=1.");
    }
}
