using Kmip.SpecGen.Model;

namespace Kmip.SpecGen.Emit;

/// <summary>Writes an open enumeration with its names and versions.</summary>
internal static class EnumerationEmitter
{
    public static CodeWriter Emit(EnumerationSpec enumeration)
    {
        string type = enumeration.TypeName;
        CodeWriter code = new($"spec/enumerations/{enumeration.Name}.json", "Kmip.Protocol");
        code.Summary($"{enumeration.Title} ({enumeration.RangeText}{enumeration.SectionText}). Open: other values survive reading and writing.");
        code.Block($"public enum {type} : uint", () =>
        {
            foreach (NumberedSpec value in enumeration.Values)
            {
                code.Summary($"{value.Title} ({value.RangeText}).");
                code.Line($"{value.Name} = 0x{value.Number:X8},");
                code.Line();
            }
        });
        code.Line();
        code.Summary($"Names and versions of {enumeration.Title}.");
        code.Block($"public static class {type}Names", () =>
        {
            NameSwitches.GetName(code, type, enumeration.Values);
            code.Line();
            NameSwitches.TryParse(code, type, enumeration.Values);
            code.Line();
            IsDefinedIn(code, type, enumeration.Values);
            code.Line();
            code.Summary("True unless the value is known to belong to other versions only: extensions and unknown values may be sent.");
            code.Line($"public static bool MayBeSentIn({type} value, KmipVersion version) => IsDefinedIn(value, version) || GetName(value) is null;");
        });
        return code;
    }

    private static void IsDefinedIn(CodeWriter code, string type, IReadOnlyList<NumberedSpec> values)
    {
        code.Summary("True where the version of the specification lists the value; false for extensions and unknown values.");
        code.Block($"public static bool IsDefinedIn({type} value, KmipVersion version) => value switch", () =>
        {
            foreach (IGrouping<string, NumberedSpec> group in values.GroupBy(value => NameSwitches.Condition(value) ?? "true"))
            {
                NumberedSpec[] members = [.. group];
                for (int i = 0; i < members.Length; i++)
                {
                    string end = i == members.Length - 1 ? $" => {group.Key}," : " or";
                    code.Line($"{type}.{members[i].Name}{end}");
                }
            }

            code.Line("_ => false,");
        }, "};");
    }
}
