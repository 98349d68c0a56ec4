using Kmip.SpecGen.Model;

namespace Kmip.SpecGen.Emit;

/// <summary>Writes the tags: the enumeration, the names and what is secret.</summary>
internal static class TagEmitter
{
    public static void Emit(Specification specification, GeneratedFiles files)
    {
        files.Add("src/Kmip.Ttlv/Generated/KmipTag.g.cs", Tags(specification.Tags));
        files.Add("src/Kmip.Ttlv/Generated/KmipTags.g.cs", Names(specification.Tags));
    }

    private static CodeWriter Tags(IReadOnlyList<TagSpec> tags)
    {
        CodeWriter code = new("spec/tags.json", "Kmip.Ttlv");
        code.Summary("The tags of KMIP. Open: a tag that this library does not know is a value without a name.");
        code.Block("public enum KmipTag : uint", () =>
        {
            foreach (TagSpec tag in tags)
            {
                code.Summary($"{tag.Title}: {string.Join(" or ", tag.Types)}; {tag.RangeText}.");
                code.Line($"{tag.Name} = 0x{tag.Number:X6},");
                code.Line();
            }
        });
        return code;
    }

    private static CodeWriter Names(IReadOnlyList<TagSpec> tags)
    {
        CodeWriter code = new("spec/tags.json", "Kmip.Ttlv");
        code.Summary("Names of tags, and which of them hold secrets.");
        code.Block("public static class KmipTags", () =>
        {
            NameSwitches.GetName(code, "KmipTag", tags);
            code.Line();
            NameSwitches.TryParse(code, "KmipTag", tags);
            code.Line();
            code.Summary("True where the value of the item, or of an item inside it, may be secret: dumps and logs mask it.");
            code.Line("public static bool IsSecret(KmipTag tag) => tag is");
            code.Indented(() =>
            {
                List<TagSpec> secret = [.. tags.Where(tag => tag.Secret)];
                for (int i = 0; i < secret.Count; i++)
                {
                    code.Line($"{(i == 0 ? string.Empty : "or ")}KmipTag.{secret[i].Name}{(i == secret.Count - 1 ? ";" : string.Empty)}");
                }
            });
        });
        return code;
    }
}
