using Kmip.SpecGen.Model;

namespace Kmip.SpecGen.Emit;

/// <summary>Writes the typed properties of AttributeList.</summary>
internal static class AttributeAccessorEmitter
{
    public static CodeWriter Emit(Specification specification)
    {
        CodeWriter code = new("spec/attributes.json", "Kmip.Protocol", "System", "System.Collections.Generic", "Kmip.Ttlv");
        code.Line("public sealed partial class AttributeList");
        code.Line("{");
        code.Indented(() =>
        {
            for (int i = 0; i < specification.Attributes.Count; i++)
            {
                if (i > 0)
                {
                    code.Line();
                }

                Accessor(code, specification, specification.Attributes[i]);
            }
        });
        code.Line("}");
        return code;
    }

    private static void Accessor(CodeWriter code, Specification specification, AttributeSpec attribute)
    {
        (string type, string kind, string get, string set) = attribute switch
        {
            { Enumeration: { } name } => (specification.Enumeration(name).TypeName, "Enumeration", $"({specification.Enumeration(name).TypeName}?)", "(uint?)"),
            { Mask: { } mask } => (mask, "Integer", $"({mask}?)(uint?)", "(int?)(uint?)"),
            { Structure: { } structure } => (structure, $"Structure<{structure}>", string.Empty, string.Empty),
            { Type: "Integer" } => ("int", "Integer", string.Empty, string.Empty),
            { Type: "Boolean" } => ("bool", "Boolean", string.Empty, string.Empty),
            { Type: "TextString" } => ("string", "Text", string.Empty, string.Empty),
            { Type: "ByteString" } => ("byte[]", "Bytes", string.Empty, string.Empty),
            { Type: "DateTime" } => ("DateTimeOffset", "Date", string.Empty, string.Empty),
            { Type: "Interval" } => ("uint", "Interval", string.Empty, string.Empty),
            { Type: "UniqueIdentifier" } => ("UniqueIdentifier", "Identifier", string.Empty, string.Empty),
            _ => throw new InvalidDataException($"{attribute.Name}: no accessor for {attribute.Type}: add it to AttributeAccessorEmitter."),
        };
        string unit = attribute.Type == "Interval" ? " In seconds." : string.Empty;
        if (attribute.Multiple)
        {
            string property = attribute.Name.EndsWith('s') || attribute.Name.EndsWith("Information", StringComparison.Ordinal) ? attribute.Name + "List" : attribute.Name + "s";
            string cast = attribute.Enumeration is null ? string.Empty : $"<{type}>";
            string method = attribute.Enumeration is null ? $"GetAll{kind}" : $"GetAllEnumeration{cast}";
            code.Summary($"Every {attribute.Title} of the list, in order ({attribute.RangeText}{attribute.SectionText}).");
            code.Line($"public IReadOnlyList<{type}> {property} => {method}(KmipTag.{attribute.Tag});");
            return;
        }

        code.Summary($"{attribute.Title} ({attribute.RangeText}{attribute.SectionText}); null where the list has none, setting null removes it.{unit}");
        code.Block($"public {type}? {attribute.Name}", () =>
        {
            code.Line($"get => {get}Get{kind}(KmipTag.{attribute.Tag});");
            code.Line($"set => Set{kind.Split('<')[0]}(KmipTag.{attribute.Tag}, {set}value);");
        });
    }
}
