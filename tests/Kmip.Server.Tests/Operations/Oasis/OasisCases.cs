using System.Text.Json;
using Kmip.Server.Tests.Support;
using Kmip.TestSupport;

namespace Kmip.Server.Tests.Operations.Oasis;

/// <summary>
/// The OASIS profile and test cases of KMIP 1.0 to 2.1 that use the operations on objects only, replayed. What is not served is in
/// <see cref="NotServed"/>, each with its reason.
/// </summary>
public sealed class OasisCases
{
    private static readonly string[] Served =
        ["Create", "Register", "Get", "GetAttributes", "GetAttributeList", "Locate", "Activate", "Revoke", "Destroy", "Interop"];

    private const string Templates = "Templates are not kept.";
    private const string Policies = "Operation policies by credential: access is decided by certificate here.";
    private const string Wrapping = "The server does not wrap keys.";
    private const string MetadataOnly = "Objects without a key value are not kept.";

    /// <summary>The beginning of the name of a case, and why it is not replayed.</summary>
    private static readonly (string Case, string Why)[] NotServed =
    [
        ("SASED-M-2-10", Templates), ("SASED-M-2-11", Templates), ("SASED-M-2-12", Templates),
        ("SASED-M-3-10", Templates), ("SASED-M-3-11", Templates), ("SASED-M-3-12", Templates),
        ("TC_312", Templates),
        ("TC_111", Policies), ("TC_112", Policies),
        ("TC_141", Wrapping), ("TC_142", Wrapping), ("TC-WRAP-", Wrapping), ("TC-SENSITIVE-1", Wrapping),
        ("TC_151", "Needs a group that the server fills."),
        ("TC_152", "Expects the oldest object first; 1.x leaves the order open, 2.1 asks for the newest (section 6.1.28)."),
        ("TC_153", "Expects a default member of a group that changes with each search: a policy of that server."),
        ("TC_MDO", MetadataOnly), ("TC-MDO", MetadataOnly),
        ("OMOS-O-1-14", "Faulty: a request of 1.4 is answered in 1.3."),
        ("TC-CERTATTR", "Attributes from inside a certificate are not set."),
        ("TC-CREATE-SD", "Create makes symmetric keys only."),
        ("TC-CREG-2", "Goes on where a client registration ended."), ("TC-CREG-3", "Goes on where a client registration ended."),
        ("TC-OTP-3", "Goes on where a case with one-time passwords ended."), ("TC-OTP-4", "Goes on where a case with one-time passwords ended."),
        ("TC-PKCS12-2", "PKCS#12 containers are kept, not opened."),
        ("QS-M-2", "Quantum Safe is kept, not judged."),
    ];

    /// <summary>Cases that go on where another ended.</summary>
    private static readonly Dictionary<string, string> Continues = new()
    {
        ["SASED-M-3"] = "SASED-M-2",
    };

    public static TheoryData<string> Cases()
    {
        TheoryData<string> cases = [];
        if (!SharedData.IsPresent)
        {
            cases.Add(SharedData.Absent);
            return cases;
        }

        using JsonDocument index = JsonDocument.Parse(File.ReadAllText(SharedData.Kmip("testcase-index.json")));
        cases.AddRange(index.RootElement.EnumerateArray()
            .Where(entry => !entry.GetProperty("version").GetString()!.StartsWith('3')
                && entry.GetProperty("operations").EnumerateObject().All(operation => Served.Contains(operation.Name)))
            .Select(entry => entry.GetProperty("file").GetString()!)
            .Where(file => ReasonOf(file) is null));
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Replayed(string file)
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        using var server = new DispatcherFixture();
        var run = new OasisRun(server);
        string name = Path.GetFileName(file);
        if (Continues.FirstOrDefault(entry => name.StartsWith(entry.Key, StringComparison.Ordinal)) is { Key: not null } before)
        {
            await run.PlayAsync(SharedData.Kmip(file.Replace(before.Key, before.Value, StringComparison.Ordinal)));
        }

        await run.PlayAsync(SharedData.Kmip(file));
        Assert.True(run.Exchanges > 0, "The case has no exchange.");
    }

    [Fact]
    public void Every_case_that_is_not_replayed_exists()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        string[] names = [.. Directory.GetFiles(SharedData.Kmip("xml"), "*.xml", SearchOption.AllDirectories).Select(file => Path.GetFileName(file))];
        Assert.All(NotServed, entry => Assert.Contains(names, name => name.StartsWith(entry.Case, StringComparison.Ordinal)));
    }

    private static string? ReasonOf(string file) =>
        NotServed.FirstOrDefault(entry => Path.GetFileName(file).StartsWith(entry.Case, StringComparison.Ordinal)).Why;
}
