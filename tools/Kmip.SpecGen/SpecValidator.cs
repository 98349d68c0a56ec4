using Kmip.SpecGen.Model;

namespace Kmip.SpecGen;

/// <summary>Finds contradictions inside spec/: double names and numbers, references to nothing, impossible ranges.</summary>
public static class SpecValidator
{
    /// <summary>The types of TTLV.</summary>
    public static IReadOnlySet<string> TtlvTypes { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "Structure", "Integer", "LongInteger", "BigInteger", "Enumeration", "Boolean", "TextString", "ByteString", "DateTime", "Interval", "DateTimeExtended",
    };

    /// <summary>The mistakes, each in one line; empty where there is none.</summary>
    public static IReadOnlyList<string> Validate(Specification specification)
    {
        List<string> mistakes = [];
        Numbers(mistakes, "tags", specification.Tags);
        foreach (EnumerationSpec enumeration in specification.Enumerations)
        {
            Numbers(mistakes, enumeration.Name, enumeration.Values);
            References(mistakes, enumeration.Name, enumeration.Tags, specification.Tags.Select(tag => tag.Name));
        }

        foreach (MaskSpec mask in specification.Masks)
        {
            Numbers(mistakes, mask.Name, mask.Bits);
            References(mistakes, mask.Name, [mask.Tag], specification.Tags.Select(tag => tag.Name));
            mistakes.AddRange(mask.Bits.Where(bit => !uint.IsPow2(bit.Number)).Select(bit => $"{mask.Name}.{bit.Name} is not one bit"));
        }

        FieldValidator fields = new(specification, mistakes);
        foreach (StructureSpec structure in specification.Structures)
        {
            References(mistakes, structure.Name, [structure.Tag], specification.Tags.Select(tag => tag.Name));
            fields.Check(structure.Name, structure, structure.Fields);
        }

        foreach (OperationSpec operation in specification.Operations)
        {
            fields.Check(operation.Name + " request", operation, operation.Request.Fields);
            fields.Check(operation.Name + " response", operation, operation.Response.Fields);
        }

        Attributes(mistakes, specification);
        foreach (Ranged entry in Ranges(specification).Where(entry => entry.Until < entry.Since || (entry.Preview != (entry.Since == SpecVersion.Preview))))
        {
            mistakes.Add($"{entry.Name}: since, until and preview contradict each other");
        }

        return mistakes;
    }

    private static void Numbers<T>(List<string> mistakes, string owner, IReadOnlyList<T> entries)
        where T : NumberedSpec
    {
        mistakes.AddRange(entries.GroupBy(entry => entry.Number).Where(group => group.Count() > 1).Select(group => $"{owner}: number {group.First().Value} is used twice"));
        mistakes.AddRange(entries.SelectMany(entry => entry.Aliases.Append(entry.Name)).GroupBy(name => name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1).Select(group => $"{owner}: name {group.Key} is used twice"));
    }

    private static void References(List<string> mistakes, string owner, IReadOnlyList<string> names, IEnumerable<string> known) =>
        mistakes.AddRange(names.Except(known, StringComparer.Ordinal).Select(name => $"{owner}: {name} does not exist"));

    private static void Attributes(List<string> mistakes, Specification specification)
    {
        References(mistakes, "attributes", [.. specification.Attributes.Select(attribute => attribute.Tag)], specification.Tags.Select(tag => tag.Name));
        References(mistakes, "attributes", [.. specification.Attributes.Select(attribute => attribute.Enumeration).OfType<string>()], specification.Enumerations.Select(entry => entry.Name));
        References(mistakes, "attributes", [.. specification.Attributes.Select(attribute => attribute.Structure).OfType<string>()], specification.Structures.Select(entry => entry.Name));
        References(mistakes, "attributes", [.. specification.Attributes.Select(attribute => attribute.Mask).OfType<string>()], specification.Masks.Select(entry => entry.Name));
        EnumerationSpec operations = specification.Enumeration("Operation");
        References(mistakes, "attributes", [.. specification.Attributes.SelectMany(attribute => attribute.Rules).SelectMany(rule => rule.ImplicitlySetBy)], operations.Values.Select(value => value.Name));
        mistakes.AddRange(specification.Attributes.GroupBy(attribute => attribute.Title, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"attribute {group.Key} is listed twice"));
    }

    private static IEnumerable<Ranged> Ranges(Specification specification) =>
    [
        .. specification.Tags,
        .. specification.Enumerations,
        .. specification.Enumerations.SelectMany(enumeration => enumeration.Values),
        .. specification.Masks.SelectMany(mask => mask.Bits),
        .. specification.Structures,
        .. specification.Structures.SelectMany(structure => structure.Fields),
        .. specification.Operations,
        .. specification.Attributes,
    ];
}
