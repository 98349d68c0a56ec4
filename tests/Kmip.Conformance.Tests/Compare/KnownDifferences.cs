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
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private readonly List<KnownDifference> _entries;

    private KnownDifferences(List<KnownDifference> entries) => _entries = entries;

    public static KnownDifferences Load()
    {
        string path = Path.Combine(SharedData.RepositoryRoot, "tests", "Kmip.Conformance.Tests", "recorded-server-differences.json");
        return new KnownDifferences(JsonSerializer.Deserialize<List<KnownDifference>>(File.ReadAllText(path), Options)!);
    }

    /// <summary>True if an entry explains the difference.</summary>
    public bool Explain(string file, string operation, Difference difference)
    {
        bool explained = false;
        foreach (KnownDifference entry in _entries.Where(entry => entry.Explains(file, operation, difference)))
        {
            entry.Used = true;
            explained = true;
        }

        return explained;
    }

    /// <summary>Entries that name the file and explained nothing.</summary>
    public IEnumerable<string> Unused(string file) =>
        _entries.Where(entry => !entry.Used && entry.Files.Contains(file)).Select(entry => $"{string.Join('|', entry.Operations)} {entry.Path} {entry.Kind}");
}
