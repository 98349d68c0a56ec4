using Kmip.SpecGen.Model;

namespace Kmip.SpecGen.Emit;

internal sealed partial class FieldsEmitter
{
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
                code.Separate();
                DecodeField(field);
            }

            code.Separate();
            code.Line($"ModelRules.RequireEnd(in reader, nameof({type}), version);");
            if (parent is StructureSpec { Checked: true })
            {
                code.Line("CheckFields(reader.Position);");
            }
        });
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
        if (field.Field.AcceptAs is { } other)
        {
            string read = field.Read().Replace(tag, $"KmipTag.{other}", StringComparison.Ordinal);
            WithCondition("else if", Both(range, $"reader.NextIs(KmipTag.{other})"), () => code.Line($"{property} = {read};"));
        }
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
}
