using System.Globalization;

namespace Kmip.SpecGen.Model;

/// <summary>An entry with a number.</summary>
public class NumberedSpec : Ranged
{
    /// <summary>The number, as "0x" and hexadecimal digits.</summary>
    public required string Value { get; init; }

    /// <summary>Other names that readers accept.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The number.</summary>
    public uint Number => uint.Parse(Value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

/// <summary>A tag: its number, and the types its item may have.</summary>
public sealed class TagSpec : NumberedSpec
{
    /// <summary>The TTLV types of the item in all versions.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>The types from the first version of each change; null where they never changed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? TypesSince { get; init; }

    /// <summary>True where the value of the item is secret.</summary>
    public bool Secret { get; init; }
}

/// <summary>An enumeration and the tags whose items carry it.</summary>
public sealed class EnumerationSpec : Ranged
{
    /// <summary>The name in the generated code where it is not <see cref="Ranged.Name"/>.</summary>
    public string? Model { get; init; }

    /// <summary>The tags whose items carry the enumeration.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>"tags" where the values are the tags themselves.</summary>
    public string? ValuesFrom { get; init; }

    /// <summary>The values.</summary>
    public required IReadOnlyList<NumberedSpec> Values { get; init; }

    /// <summary>The name in the generated code.</summary>
    public string TypeName => Model ?? Name;
}

/// <summary>A bit mask: an Integer on the wire.</summary>
public sealed class MaskSpec : Ranged
{
    /// <summary>The tag whose items carry the mask.</summary>
    public required string Tag { get; init; }

    /// <summary>The bits.</summary>
    public required IReadOnlyList<NumberedSpec> Bits { get; init; }
}
