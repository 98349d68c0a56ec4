using System.Text.Json;
using System.Text.Json.Serialization;
using Kmip.TestSupport;

namespace Kmip.Conformance.Tests.Compare;

/// <summary>The checked-in list of differences from the recorded servers.</summary>
internal sealed class KnownDifferences
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly List<KnownDifference> _entries;

    private KnownDifferences(List<KnownDifference> entries) => _entries = entries;

    public IReadOnlyList<KnownDifference> Entries => _entries;

    /// <summary>What no longer explains anything.</summary>
    public IEnumerable<string> Unused => _entries.SelectMany(entry => entry.Unused);

    public static KnownDifferences Load()
    {
        string path = Path.Combine(SharedData.RepositoryRoot, "tests", "Kmip.Conformance.Tests", "recorded-server-differences.json");
        return new KnownDifferences(JsonSerializer.Deserialize<List<KnownDifference>>(File.ReadAllText(path), Options)!);
    }

    /// <summary>The kind of reason why the difference may be; null where no entry explains it.</summary>
    public ReasonClass? Explain(string file, string operation, Difference difference)
    {
        ReasonClass? found = null;
        foreach (KnownDifference entry in _entries.Where(entry => entry.Explains(file, operation, difference)))
        {
            found = found is { } earlier && earlier < entry.Class ? earlier : entry.Class;
        }

        return found;
    }
}
