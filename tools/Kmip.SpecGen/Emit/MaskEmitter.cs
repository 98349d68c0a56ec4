using Kmip.SpecGen.Model;

namespace Kmip.SpecGen.Emit;

/// <summary>Writes a bit mask with its names and versions.</summary>
internal static class MaskEmitter
{
    public static CodeWriter Emit(MaskSpec mask)
    {
        CodeWriter code = new("spec/masks.json", "Kmip.Protocol", "System");
        code.Summary($"{mask.Title} ({mask.RangeText}{mask.SectionText}): an Integer on the wire. Open: other bits survive reading and writing.");
        code.Line("[Flags]");
        code.Block($"public enum {mask.Name} : uint", () =>
        {
            code.Summary("No bit.");
            code.Line("None = 0,");
            code.Line();
            foreach (NumberedSpec bit in mask.Bits)
            {
                code.Summary($"{bit.Title} ({bit.RangeText}).");
                code.Line($"{bit.Name} = 0x{bit.Number:X8},");
                code.Line();
            }
        });
        code.Line();
        code.Summary($"Names and versions of the bits of {mask.Title}.");
        code.Block($"public static class {mask.Name}Names", () =>
        {
            NameSwitches.GetName(code, mask.Name, mask.Bits);
            code.Line();
            NameSwitches.TryParse(code, mask.Name, mask.Bits);
            code.Line();
            DefinedBits(code, mask);
            code.Line();
            code.Summary("The mask without the bits that are known to belong to other versions only: what may be sent.");
            code.Line($"public static {mask.Name} MayBeSentIn({mask.Name} value, KmipVersion version) =>");
            code.Indented(() => code.Line($"value & (DefinedIn(version) | ~({mask.Name})0x{mask.Bits.Aggregate(0u, (all, bit) => all | bit.Number):X8});"));
        });
        return code;
    }

    private static void DefinedBits(CodeWriter code, MaskSpec mask)
    {
        code.Summary("All bits that the version of the specification lists.");
        code.Block($"public static {mask.Name} DefinedIn(KmipVersion version)", () =>
        {
            code.Line($"{mask.Name} bits = {mask.Name}.None;");
            foreach (IGrouping<string, NumberedSpec> group in mask.Bits.GroupBy(bit => NameSwitches.Condition(bit) ?? "true"))
            {
                string all = string.Join(" | ", group.Select(bit => $"{mask.Name}.{bit.Name}"));
                if (group.Key == "true")
                {
                    code.Line($"bits |= {all};");
                }
                else
                {
                    code.Block($"if ({group.Key})", () => code.Line($"bits |= {all};"));
                }
            }

            code.Line("return bits;");
        });
    }
}
