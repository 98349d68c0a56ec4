namespace Kmip.SpecGen.Model;

/// <summary>One field of a structure or payload, in the order of the specification.</summary>
public sealed class FieldSpec : Ranged
{
    /// <summary>The name of the property; fields of different versions may share one.</summary>
    public string? Property { get; init; }

    /// <summary>A TTLV type, or the name of a hand-written type of the model that reads and writes itself.</summary>
    public required ByVersion<string> Type { get; init; }

    /// <summary>The enumeration of an Enumeration.</summary>
    public string? Enumeration { get; init; }

    /// <summary>The mask of an Integer.</summary>
    public string? Mask { get; init; }

    /// <summary>The structure of a Structure.</summary>
    public string? Structure { get; init; }

    /// <summary>"yes", "no" or "conditional" (depends on other fields: the generated code treats it as "no").</summary>
    public ByVersion<string> Required { get; init; } = new([new(new SpecVersion(1, 0), "no")]);

    /// <summary>True where the field may come more than once.</summary>
    public ByVersion<bool> Repeat { get; init; } = new([new(new SpecVersion(1, 0), false)]);

    /// <summary>True where a required field may be absent when read, because clients leave it out; it is still written.</summary>
    public bool AcceptAbsent { get; init; }

    /// <summary>Another tag under which the field is read as well, because clients send it so; it is never written.</summary>
    public string? AcceptAs { get; init; }

    /// <summary>True where the value is secret: it is held in a SecretBuffer.</summary>
    public bool Secret { get; init; }

    /// <summary>The value written to a version that does not define the actual one.</summary>
    public string? Fallback { get; init; }

    /// <summary>Why the entry differs from the tables of the specification.</summary>
    public string? Note { get; init; }

    /// <summary>The name of the property.</summary>
    public string PropertyName => Property ?? Name;

    /// <summary>True where at least one version requires the field.</summary>
    public bool EverRequired => Required.Ever("yes");

    /// <summary>True where the field is a list.</summary>
    public bool IsList => Repeat.Ever(true);
}
