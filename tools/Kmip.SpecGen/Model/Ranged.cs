namespace Kmip.SpecGen.Model;

/// <summary>What every entry of spec/ has: a name, its title in the specification and the versions that define it.</summary>
public abstract class Ranged
{
    /// <summary>The name in the XML and JSON encodings, also the name in the generated code.</summary>
    public required string Name { get; init; }

    /// <summary>The name in the text of the specification.</summary>
    public string? Title { get; init; }

    /// <summary>The first version that defines the entry.</summary>
    public SpecVersion Since { get; init; } = new(1, 0);

    /// <summary>The last version that defines the entry; null where none has dropped it.</summary>
    public SpecVersion? Until { get; init; }

    /// <summary>True for entries of the 3.0 draft, which may still change.</summary>
    public bool Preview { get; init; }

    /// <summary>The first version that calls the entry deprecated.</summary>
    public string? Deprecated { get; init; }

    /// <summary>The clause of the specification, from the first version of each number.</summary>
    public IReadOnlyDictionary<string, string>? Sections { get; init; }

    /// <summary>True where a version defines the entry.</summary>
    public bool IsIn(SpecVersion version) => version >= Since && (Until is not { } last || version <= last);

    /// <summary>The versions in words, such as "1.1 and later" or "1.0 to 1.4".</summary>
    public string RangeText => (Until, Preview) switch
    {
        ({ } last, _) when last == Since => $"KMIP {Since} only",
        ({ } last, _) => $"KMIP {Since} to {last}",
        (_, true) => $"KMIP {Since}, preview of the draft",
        _ => $"KMIP {Since} and later",
    };

    /// <summary>The clauses in words, such as "clause 2.1.3 (1.0), 3.1 (2.0)"; empty where none is recorded.</summary>
    public string SectionText => Sections is null || Sections.Count == 0
        ? string.Empty
        : ", clause " + string.Join(", ", Sections.Select(section => $"{section.Value} ({section.Key})"));
}
