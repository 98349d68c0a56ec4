using Kmip.SpecGen.Model;

namespace Kmip.SpecGen.Emit;

/// <summary>Writes the properties of a structure or payload, and the methods that read, write and dispose them.</summary>
internal sealed class FieldsEmitter(Specification specification, CodeWriter code, string type, Ranged parent, IReadOnlyList<FieldSpec> fields)
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

    public void Decode(bool disposable)
    {
        code.Line("/// <inheritdoc/>");
        code.Block($"public static {type} Decode(ref TtlvReader reader, KmipVersion version)", () =>
        {
            code.Line($"{type} value = new();");
            if (!disposable)
            {
                code.Line("value.DecodeFields(ref reader, version);");
                code.Line("return value;");
                return;
            }

            code.Block("try", () =>
            {
                code.Line("value.DecodeFields(ref reader, version);");
                code.Line("return value;");
            });
            code.Block("catch", () =>
            {
                code.Line("value.Dispose();");
                code.Line("throw;");
            });
        });
        code.Line();
        code.Block("private void DecodeFields(ref TtlvReader reader, KmipVersion version)", () =>
        {
            if (NameSwitches.Condition(parent) is { } range)
            {
                code.Line($"ModelRules.RequireVersion({range}, in reader, nameof({type}), version);");
            }

            foreach (FieldModel field in _fields)
            {
                DecodeField(field);
            }

            code.Line($"ModelRules.RequireEnd(in reader, nameof({type}), version);");
            if (parent is StructureSpec { Checked: true })
            {
                code.Line("CheckFields(reader.Position);");
            }
        });
    }

    public void Encode(bool derived)
    {
        code.Line("/// <inheritdoc/>");
        code.Block($"public {(derived ? "override " : string.Empty)}void Encode(TtlvWriter writer, KmipVersion version)", () =>
        {
            foreach (FieldModel field in _fields)
            {
                WithCondition("if", NameSwitches.Condition(field.Field, parent), () => EncodeField(field));
            }

            if (_fields.Count == 0)
            {
                code.Line("// Nothing: the payload is empty in every version.");
            }
        });
    }

    public void Dispose(bool derived)
    {
        code.Summary("Zeroes the secrets.");
        code.Block($"{(derived ? "protected override void DisposeSecrets" : "public void Dispose")}()", () =>
        {
            foreach (FieldModel field in _fields.Where(field => field.IsDisposable).DistinctBy(field => field.Field.PropertyName))
            {
                string property = field.Field.PropertyName;
                if (field.Field.IsList)
                {
                    code.Block($"foreach ({field.ItemType} item in {property})", () => code.Line("item.Dispose();"));
                }
                else
                {
                    code.Line($"{property}{(IsNullable(_fields.Where(other => other.Field.PropertyName == property)) ? "?" : string.Empty)}.Dispose();");
                }
            }
        });
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

    private void DecodeField(FieldModel field)
    {
        string tag = $"KmipTag.{field.Field.Name}";
        string property = field.Field.PropertyName;
        string? range = NameSwitches.Condition(field.Field, parent);
        if (field.Kind == "ManagedObject")
        {
            Require(field, "ModelRules.RequireObject(in reader, ", range);
            string read = fields.Any(other => other.Name == "ObjectType") ? "reader.ReadManagedObject(ObjectType, version)" : field.Read();
            WithCondition("if", Both(range, "ManagedObject.IsNext(in reader)"), () => code.Line($"{property} = {read};"));
            return;
        }

        if (field.Kind == "OpaqueItems")
        {
            code.Line($"{property} = {field.Read()};");
            return;
        }

        Require(field, $"ModelRules.Require(in reader, {tag}, ", range);
        string next = $"reader.NextIs({tag})";
        if (fields.Count(other => other.Name == field.Field.Name) > 1)
        {
            // Two fields of one tag: the type tells which of them comes.
            next += field.IsCustom ? " && reader.PeekType() is not TtlvType.ByteString" : " && reader.PeekType() is TtlvType.ByteString";
        }

        if (field.Field.IsList)
        {
            string more = field.Field.Repeat.IsConstant ? next : $"{next} && (version >= {field.Field.Repeat.Changes[^1].Key.Constant} || {property}.Count == 0)";
            WithCondition("while", Both(range, more), () => code.Line($"{property}.Add({field.Read()});"));
            return;
        }

        bool always = field.Field.Required.IsConstant && field.Field.EverRequired && !field.Field.AcceptAbsent;
        WithCondition("if", always ? range : Both(range, next), () => code.Line($"{property} = {field.Read()};"));
    }

    // A field that is required in some versions only is checked in those.
    private void Require(FieldModel field, string call, string? range)
    {
        if (!field.Field.EverRequired || field.Field.AcceptAbsent)
        {
            return;
        }

        WithCondition("if", Both(range, RequiredIn(field.Field)), () => code.Line($"{call}nameof({type}));"));
    }

    // The versions that require a field that others do not; null where all of its versions require it.
    private static string? RequiredIn(FieldSpec field)
    {
        if (field.Required.IsConstant)
        {
            return null;
        }

        List<string> ranges = [];
        for (int i = 0; i < field.Required.Changes.Count; i++)
        {
            if (field.Required.Changes[i].Value == "yes")
            {
                List<string> bounds = [];
                if (i > 0)
                {
                    bounds.Add($"version >= {field.Required.Changes[i].Key.Constant}");
                }

                if (i + 1 < field.Required.Changes.Count)
                {
                    bounds.Add($"version < {field.Required.Changes[i + 1].Key.Constant}");
                }

                ranges.Add(string.Join(" && ", bounds));
            }
        }

        return ranges.Count == 1 ? ranges[0] : "(" + string.Join(" || ", ranges) + ")";
    }

    private void EncodeField(FieldModel field)
    {
        string property = field.Field.PropertyName;
        bool nullable = IsNullable(_fields.Where(other => other.Field.PropertyName == property));
        if (field.Field.IsList)
        {
            string items = field.Field.Repeat.IsConstant ? property : $"{property}.Take(version >= {field.Field.Repeat.Changes[^1].Key.Constant} ? int.MaxValue : 1)";
            code.Block($"foreach ({field.ItemType} item in {items})", () => WithCondition("if", field.MayBeSent("item"), () => code.Line(field.Write("item"))));
            return;
        }

        if (!nullable)
        {
            if (field.MayBeSent(property) is { } allowed)
            {
                code.Line($"ModelRules.RequireSendable({allowed}, KmipTag.{field.Field.Name}, nameof({type}), version);");
            }

            code.Line(field.Write(property));
            return;
        }

        string local = "present" + property;
        if (field.Field.EverRequired)
        {
            WithCondition("if", RequiredIn(field.Field), () => code.Line($"ModelRules.RequireValue({property}, nameof({type}), nameof({property}), version);"));
        }

        WithCondition("if", Both($"{property} is {{ }} {local}", field.MayBeSent(local)), () => code.Line(field.Write(local)));
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
