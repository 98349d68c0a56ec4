using Kmip.SpecGen.Model;

namespace Kmip.SpecGen.Emit;

/// <summary>Writes the properties of a structure or payload, and the methods that read, write and dispose them.</summary>
internal sealed partial class FieldsEmitter(Specification specification, CodeWriter code, string type, Ranged parent, IReadOnlyList<FieldSpec> fields)
{
    private readonly IReadOnlyList<FieldModel> _fields = [.. fields.Select(field => new FieldModel(specification, field))];

    public bool IsDisposable => _fields.Any(model => model.IsDisposable);

    /// <summary>One property for each name; fields of different versions may share it.</summary>
    public void Properties()
    {
        foreach (IGrouping<string, FieldModel> group in _fields.GroupBy(field => field.Field.PropertyName))
        {
            FieldModel field = group.First();
            string secret = field.IsDisposable && field.IsSecretValue ? " Secret: zeroed when disposed." : string.Empty;
            string text = string.Join("; ", group.Select(Describe));
            code.Summary($"{text}.{secret}");
            code.Line($"public {Type(group)} {group.Key} {{ get; set; }}{Default(group)}");
            code.Line();
        }
    }

    private static string Describe(FieldModel model)
    {
        FieldSpec field = model.Field;
        string name = field.Name.StartsWith('$') ? field.PropertyName : field.Name;
        string required = field.Required.IsConstant
            ? Answer(field.Required.Changes[0].Value)
            : string.Join(", ", field.Required.Changes.Select(change => $"{Answer(change.Value)} from {change.Key}"));
        string many = !field.IsList ? string.Empty : field.Repeat.IsConstant ? ", any number" : $", any number from {field.Repeat.Changes[^1].Key}";
        string unit = model.Kind == "Interval" ? ", in seconds" : string.Empty;
        return $"{name}: {required}{many}{unit} ({field.RangeText})";
    }

    private static string Answer(string required) => required switch { "yes" => "required", "no" => "optional", _ => "depends on other fields" };

    private static bool IsNullable(IEnumerable<FieldModel> group)
    {
        FieldModel first = group.First();
        bool required = first.Kind == "AttributeList"
            ? group.Any(field => field.Field.EverRequired)
            : group.All(field => field.Field.Required.IsConstant && field.Field.EverRequired);
        return !first.Field.IsList && !(first.TakesAll && first.Kind != "AttributeList") && !(required && first.Default is not null);
    }

    private static string Type(IEnumerable<FieldModel> group)
    {
        FieldModel field = group.First();
        return field.Field.IsList ? $"List<{field.ItemType}>" : field.ItemType + (IsNullable(group) ? "?" : string.Empty);
    }

    private static string Default(IEnumerable<FieldModel> group)
    {
        FieldModel field = group.First();
        return field.Field.IsList || (field.TakesAll && field.Kind != "AttributeList") ? " = [];" : IsNullable(group) ? string.Empty : field.Default!;
    }

    private void WithCondition(string keyword, string? condition, Action body)
    {
        if (condition is null)
        {
            body();
        }
        else
        {
            code.Block($"{keyword} ({condition})", body);
        }
    }

    private static string? Both(string? first, string? second) => first is null ? second : second is null ? first : $"{first} && {second}";
}
