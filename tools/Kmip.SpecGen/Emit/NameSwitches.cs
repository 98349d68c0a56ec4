using Kmip.SpecGen.Model;

namespace Kmip.SpecGen.Emit;

/// <summary>Switches between the values of a type and their names, written out so that nothing needs reflection.</summary>
internal static class NameSwitches
{
    public static void GetName(CodeWriter code, string type, IEnumerable<NumberedSpec> values)
    {
        code.Summary("The name in the XML and JSON encodings, or null for a value that this library does not know.");
        code.Block($"public static string? GetName({type} value) => value switch", () =>
        {
            foreach (NumberedSpec value in values)
            {
                code.Line($"{type}.{value.Name} => \"{value.Name}\",");
            }

            code.Line("_ => null,");
        }, "};");
    }

    public static void TryParse(CodeWriter code, string type, IEnumerable<NumberedSpec> values)
    {
        // What the switch gives for an unknown name is also the value of a known one, such as the result status Success.
        IEnumerable<string> ofZero = values.Where(value => value.Number == 0).SelectMany(value => value.Aliases.Prepend(value.Name)).Select(name => $"\"{name}\"");
        string zero = string.Join(" or ", ofZero) is { Length: > 0 } names ? $" || name is {names}" : string.Empty;
        code.Summary("Finds the value of a name of the XML and JSON encodings; false, and zero, for an unknown name.");
        code.Block($"public static bool TryParse(string? name, out {type} value)", () =>
        {
            code.Block("value = name switch", () =>
            {
                foreach (NumberedSpec value in values)
                {
                    string all = string.Join(" or ", value.Aliases.Prepend(value.Name).Select(name => $"\"{name}\""));
                    code.Line($"{all} => {type}.{value.Name},");
                }

                code.Line("_ => default,");
            }, "};");
            code.Line($"return value != default{zero};");
        });
    }

    /// <summary>The condition under which a version defines an entry, given one that already holds; null where it always does.</summary>
    public static string? Condition(Ranged entry, Ranged? parent = null)
    {
        string? since = entry.Since > (parent?.Since ?? new SpecVersion(1, 0)) ? $"version >= {entry.Since.Constant}" : null;
        string? until = entry.Until is { } last && last != parent?.Until ? $"version <= {last.Constant}" : null;
        return (since, until) switch
        {
            (null, null) => null,
            (_, null) => since,
            (null, _) => until,
            _ => $"{since} && {until}",
        };
    }
}
