using System.Text.Json.Serialization;

namespace Kmip.Conformance.Tests.Compare;

/// <summary>Why an answer may differ from the recorded one; the first that applies to an answer is what it is counted under.</summary>
internal enum ReasonClass
{
    /// <summary>The recorded server broke the specification.</summary>
    RecordedServerWrong,

    /// <summary>The request has what its version does not define; the recorded server took it.</summary>
    RequestWrong,

    /// <summary>Follows from an operation or a part of one that our server does not serve.</summary>
    NotServed,

    /// <summary>The specification leaves it to the server.</summary>
    ServerChoice,
}

/// <summary>An entry of <c>recorded-server-differences.json</c>: a place where our answer is not the recorded one, and the clause that decides it.</summary>
internal sealed record KnownDifference
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The kind of reason.</summary>
    public required ReasonClass Class { get; init; }

    /// <summary>The capture files concerned.</summary>
    public required string[] Files { get; init; }

    /// <summary>The operations concerned.</summary>
    public required string[] Operations { get; init; }

    /// <summary>The paths of the items, as <see cref="Difference.Path"/>.</summary>
    public required string[] Paths { get; init; }

    /// <summary>What differs.</summary>
    public required DifferenceKind Kind { get; init; }

    /// <summary>What the recorded server sent: one of these, where given.</summary>
    public string[]? Recorded { get; init; }

    /// <summary>What our server sends: one of these, where given.</summary>
    public string[]? Ours { get; init; }

    /// <summary>The clause of the specification that decides.</summary>
    public required string Clause { get; init; }

    /// <summary>What it says here.</summary>
    public required string Why { get; init; }

    /// <summary>Every file, operation, path and value of the entry that explained nothing.</summary>
    [JsonIgnore]
    public IEnumerable<string> Unused => Parts().Where(part => !_used.Contains(part)).Select(part => $"{part} of {Class} {Kind} {Paths[0]}");

    public bool Explains(string file, string operation, Difference difference)
    {
        bool explains = Files.Contains(file) && Operations.Contains(operation) && Paths.Contains(difference.Path) && Kind == difference.Kind
            && (Recorded is null || Recorded.Contains(difference.Recorded)) && (Ours is null || Ours.Contains(difference.Ours));
        if (explains)
        {
            _used.UnionWith(
            [
                "file " + file, "operation " + operation, "path " + difference.Path, "recorded " + difference.Recorded, "ours " + difference.Ours,
            ]);
        }

        return explains;
    }

    private IEnumerable<string> Parts() => Files.Select(file => "file " + file)
        .Concat(Operations.Select(operation => "operation " + operation))
        .Concat(Paths.Select(path => "path " + path))
        .Concat((Recorded ?? []).Select(value => "recorded " + value))
        .Concat((Ours ?? []).Select(value => "ours " + value));
}
