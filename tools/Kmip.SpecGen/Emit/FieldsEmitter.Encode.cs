namespace Kmip.SpecGen.Emit;

internal sealed partial class FieldsEmitter
{
    public void Encode(bool derived)
    {
        code.Line("/// <inheritdoc/>");
        code.Block($"public {(derived ? "override " : string.Empty)}void Encode(TtlvWriter writer, KmipVersion version)", () =>
        {
            foreach (FieldModel field in _fields)
            {
                code.Separate();
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
}
