using System.Text.Json.Serialization;

namespace Kmip.Conformance.Tests.Compare;

/// <summary>An entry of <c>recorded-server-differences.json</c>: where the recorded server was wrong or free to do otherwise, and the clause that says so.</summary>
internal sealed record KnownDifference
{
    /// <summary>The capture files concerned.</summary>
    public required string[] Files { get; init; }

    /// <summary>The operations concerned.</summary>
    public required string[] Operations { get; init; }

    /// <summary>The path of the item, as <see cref="Difference.Path"/>.</summary>
    public required string Path { get; init; }

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

    /// <summary>Set once a difference was explained by this entry.</summary>
    [JsonIgnore]
    public bool Used { get; set; }

    public bool Explains(string file, string operation, Difference difference) =>
        Files.Contains(file) && Operations.Contains(operation) && Path == difference.Path && Kind == difference.Kind
        && (Recorded is null || Recorded.Contains(difference.Recorded)) && (Ours is null || Ours.Contains(difference.Ours));
}
