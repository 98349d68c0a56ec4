using Kmip.SpecGen.Model;

namespace Kmip.SpecGen.Emit;

/// <summary>Writes the table of the standard attributes.</summary>
internal static class AttributeTableEmitter
{
    public static CodeWriter Emit(Specification specification)
    {
        CodeWriter code = new("spec/attributes.json", "Kmip.Protocol", "System.Collections.Generic", "Kmip.Ttlv");
        code.Summary("The standard attributes: names, types, versions and rules.");
        code.Block("public static partial class KmipAttributeTable", () =>
        {
            code.Summary("Every standard attribute, in the order of the specification.");
            code.Line("public static IReadOnlyList<KmipAttributeInfo> All { get; } =");
            code.Line("[");
            code.Indented(() =>
            {
                foreach (AttributeSpec attribute in specification.Attributes)
                {
                    Entry(code, attribute);
                }
            });
            code.Line("];");
            code.Line();
            Index(code, specification.Attributes);
            code.Line();
            ByName(code, specification.Attributes);
            code.Line();
            Structures(code, specification.Attributes);
            code.Line();
            Sendable(code, specification);
        });
        return code;
    }

    private static void Entry(CodeWriter code, AttributeSpec attribute)
    {
        string type = attribute.Type == "UniqueIdentifier" ? "TextString" : attribute.Type;
        string until = attribute.Until is { } last ? last.Constant : "null";
        code.Line($"new(KmipTag.{attribute.Tag}, \"{attribute.Title}\", TtlvType.{type}, {attribute.Since.Constant}, {until}, isMultiple: {(attribute.Multiple ? "true" : "false")},");
        code.Line("[");
        code.Indented(() =>
        {
            foreach (AttributeRuleSpec rule in attribute.Rules)
            {
                string setters = string.Join(" | ", rule.InitiallySetBy.Select(setter => $"AttributeSetter.{Pascal(setter)}"));
                code.Line($"new({rule.Since.Constant}, RuleAnswer.{Pascal(rule.AlwaysHasValue)}, {(setters.Length == 0 ? "AttributeSetter.None" : setters)}, "
                    + $"RuleAnswer.{Pascal(rule.ModifiableByServer)}, RuleAnswer.{Pascal(rule.ModifiableByClient)}, RuleAnswer.{Pascal(rule.DeletableByClient)}, RuleAnswer.{Pascal(rule.MultipleInstances)}),");
            }
        });
        code.Line("]),");
    }

    private static void Index(CodeWriter code, IReadOnlyList<AttributeSpec> attributes)
    {
        code.Summary("The place of a tag in the table, or -1.");
        code.Block("private static int IndexOf(KmipTag tag) => tag switch", () =>
        {
            for (int i = 0; i < attributes.Count; i++)
            {
                code.Line($"KmipTag.{attributes[i].Tag} => {i},");
            }

            code.Line("_ => -1,");
        }, "};");
    }

    private static void ByName(CodeWriter code, IReadOnlyList<AttributeSpec> attributes)
    {
        code.Summary("The tag of a 1.x attribute name, or zero.");
        code.Block("private static KmipTag TagOf(string name) => name switch", () =>
        {
            foreach (AttributeSpec attribute in attributes)
            {
                code.Line($"\"{attribute.Title}\" => KmipTag.{attribute.Tag},");
            }

            code.Line("_ => default,");
        }, "};");
    }

    private static void Structures(CodeWriter code, IReadOnlyList<AttributeSpec> attributes)
    {
        code.Summary("Decodes the structure of an attribute; null where the attribute is not one of those with a structure.");
        code.Block("internal static IKmipStructure? DecodeStructure(KmipTag tag, ref TtlvReader reader, KmipVersion version) => tag switch", () =>
        {
            foreach (AttributeSpec attribute in attributes.Where(attribute => attribute.Structure is not null))
            {
                code.Line($"KmipTag.{attribute.Tag} => {attribute.Structure}.Decode(ref reader, version),");
            }

            code.Line("_ => null,");
        }, "};");
    }

    private static void Sendable(CodeWriter code, Specification specification)
    {
        code.Summary("True unless the value of an enumeration attribute is known to belong to other versions only.");
        code.Block("internal static bool MayBeSentIn(KmipTag tag, uint value, KmipVersion version) => tag switch", () =>
        {
            foreach (AttributeSpec attribute in specification.Attributes.Where(attribute => attribute.Enumeration is not null))
            {
                string type = specification.Enumeration(attribute.Enumeration!).TypeName;
                code.Line($"KmipTag.{attribute.Tag} => {type}Names.MayBeSentIn(({type})value, version),");
            }

            code.Line("_ => true,");
        }, "};");
        code.Line();
        code.Summary("The bits of a mask attribute that may be sent; other Integers as they are.");
        code.Block("internal static int BitsThatMayBeSentIn(KmipTag tag, int value, KmipVersion version) => tag switch", () =>
        {
            foreach (AttributeSpec attribute in specification.Attributes.Where(attribute => attribute.Mask is not null))
            {
                code.Line($"KmipTag.{attribute.Tag} => (int){attribute.Mask}Names.MayBeSentIn(({attribute.Mask})(uint)value, version),");
            }

            code.Line("_ => value,");
        }, "};");
    }

    private static string Pascal(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
