using Kmip.SpecGen.Model;

namespace Kmip.SpecGen;

/// <summary>Checks the fields of structures and payloads.</summary>
internal sealed class FieldValidator(Specification specification, List<string> mistakes)
{
    private static readonly HashSet<string> Answers = ["yes", "no", "conditional"];

    public void Check(string owner, Ranged parent, IReadOnlyList<FieldSpec> fields)
    {
        foreach (FieldSpec field in fields)
        {
            string name = $"{owner}.{field.Name}";
            Exists(name, "tag", field.Name.StartsWith('$') ? null : field.Name, specification.Tags);
            Exists(name, "enumeration", field.Enumeration, specification.Enumerations);
            Exists(name, "mask", field.Mask, specification.Masks);
            Exists(name, "structure", field.Structure, specification.Structures);
            if (field.Required.Changes.Any(change => !Answers.Contains(change.Value)))
            {
                mistakes.Add($"{name}: required is \"yes\", \"no\" or \"conditional\"");
            }

            if (field.Type.Ever("Enumeration") != field.Enumeration is not null || field.Type.Ever("Structure") != field.Structure is not null)
            {
                mistakes.Add($"{name}: an Enumeration names its enumeration, a Structure its structure");
            }

            if (field.Since < parent.Since)
            {
                mistakes.Add($"{name}: older than {parent.Name} itself");
            }
        }

        foreach (SpecVersion version in SpecVersion.Released)
        {
            mistakes.AddRange(fields.Where(field => field.IsIn(version)).GroupBy(field => field.PropertyName, StringComparer.Ordinal)
                .Where(group => group.Count() > 1).Select(group => $"{owner}.{group.Key} comes twice in {version}"));
        }
    }

    private void Exists(string name, string kind, string? reference, IEnumerable<Ranged> known)
    {
        if (reference is not null && !known.Any(entry => entry.Name == reference))
        {
            mistakes.Add($"{name}: there is no {kind} {reference}");
        }
    }
}
