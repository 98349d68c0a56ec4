namespace Kmip.SpecGen.Model;

/// <summary>All of spec/, as read.</summary>
public sealed class Specification
{
    /// <summary>The tags, in the order of their numbers.</summary>
    public required IReadOnlyList<TagSpec> Tags { get; init; }

    /// <summary>The enumerations, by name.</summary>
    public required IReadOnlyList<EnumerationSpec> Enumerations { get; init; }

    /// <summary>The masks.</summary>
    public required IReadOnlyList<MaskSpec> Masks { get; init; }

    /// <summary>The structures, by name.</summary>
    public required IReadOnlyList<StructureSpec> Structures { get; init; }

    /// <summary>The operations, by name.</summary>
    public required IReadOnlyList<OperationSpec> Operations { get; init; }

    /// <summary>The attributes, in the order of the specification.</summary>
    public required IReadOnlyList<AttributeSpec> Attributes { get; init; }

    /// <summary>The enumeration of a name.</summary>
    public EnumerationSpec Enumeration(string name) => Enumerations.Single(enumeration => enumeration.Name == name);

    /// <summary>The structure of a name.</summary>
    public StructureSpec Structure(string name) => Structures.Single(structure => structure.Name == name);
}
