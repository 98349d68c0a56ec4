using Kmip.SpecGen.Model;

namespace Kmip.SpecGen.Emit;

/// <summary>Writes the table from tags to the names of their enumerations, for dumps and the text encodings.</summary>
internal static class EnumerationTableEmitter
{
    public static CodeWriter Emit(Specification specification)
    {
        List<(string Tag, EnumerationSpec Enumeration)> entries =
        [
            .. specification.Enumerations.SelectMany(enumeration => enumeration.Tags.Select(tag => (tag, enumeration))).OrderBy(entry => entry.tag, StringComparer.Ordinal),
        ];
        CodeWriter code = new("spec/enumerations", "Kmip.Protocol", "Kmip.Ttlv");
        code.Summary("The names of enumeration values by the tag of their item.");
        code.Block("public static class KmipEnumerations", () =>
        {
            code.Summary("The name of a value, or null where the tag has no enumeration or the value no name.");
            code.Block("public static string? GetName(KmipTag tag, uint value) => tag switch", () =>
            {
                foreach ((string tag, EnumerationSpec enumeration) in entries)
                {
                    string call = enumeration.ValuesFrom is null ? $"{enumeration.TypeName}Names.GetName(({enumeration.TypeName})value)" : "KmipTags.GetName((KmipTag)value)";
                    code.Line($"KmipTag.{tag} => {call},");
                }

                code.Line("_ => null,");
            }, "};");
            code.Line();
            code.Summary("Finds the value of a name; false, and zero, where the tag has no enumeration or the name is unknown.");
            code.Block("public static bool TryParse(KmipTag tag, string? name, out uint value)", () =>
            {
                code.Block("value = tag switch", () =>
                {
                    foreach ((string tag, EnumerationSpec enumeration) in entries)
                    {
                        string names = enumeration.ValuesFrom is null ? enumeration.TypeName + "Names" : "KmipTags";
                        code.Line($"KmipTag.{tag} => {names}.TryParse(name, out {enumeration.TypeName} found) ? (uint)found : 0,");
                    }

                    code.Line("_ => 0,");
                }, "};");
                code.Line("return value != 0 || (name is not null && string.Equals(name, GetName(tag, 0), StringComparison.Ordinal));");
            });
        });
        return code;
    }
}
