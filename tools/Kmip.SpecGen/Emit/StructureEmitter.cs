using Kmip.SpecGen.Model;

namespace Kmip.SpecGen.Emit;

/// <summary>Writes structures, managed objects, their variants, and the payloads of operations.</summary>
internal sealed class StructureEmitter(Specification specification)
{
    private static readonly string[] Usings = ["System", "System.Collections.Generic", "System.Linq", "System.Numerics", "Kmip.Ttlv"];

    public CodeWriter Structure(StructureSpec structure)
    {
        CodeWriter code = new($"spec/structures/{structure.Name}.json", "Kmip.Protocol", Usings);
        FieldsEmitter fields = new(specification, code, structure.Name, structure, structure.Fields);
        string interfaces = $"IKmipStructure<{structure.Name}>" + (fields.IsDisposable && !structure.Object && !IsCredential(structure) && !IsKeyMaterial(structure) ? ", IDisposable" : string.Empty);
        string parent = structure.Object ? "ManagedObject, " : IsCredential(structure) ? "CredentialValue, " : IsKeyMaterial(structure) ? "TransparentKey, " : string.Empty;
        code.Summary($"{structure.Title} ({structure.RangeText}{structure.SectionText}).");
        Body(code, $"public sealed partial class {structure.Name} : {parent}{interfaces}", fields, parent.Length > 0, structure);
        return code;
    }

    public CodeWriter Operation(OperationSpec operation)
    {
        CodeWriter code = new($"spec/operations/{operation.Name}.json", "Kmip.Protocol", Usings);
        Payload(code, operation, "Request", $"IKmipRequest<{operation.Name}Request, {operation.Name}Response>", operation.Request.Fields);
        code.Line();
        Payload(code, operation, "Response", $"IKmipResponse<{operation.Name}Response>", operation.Response.Fields);
        return code;
    }

    private static bool IsCredential(StructureSpec structure) => structure is { Variant: true, Tag: "CredentialValue" };

    private static bool IsKeyMaterial(StructureSpec structure) => structure is { Variant: true, Tag: "KeyMaterial" };

    private void Payload(CodeWriter code, OperationSpec operation, string side, string interfaces, IReadOnlyList<FieldSpec> list)
    {
        string type = operation.Name + side;
        FieldsEmitter fields = new(specification, code, type, operation, list);
        code.Summary($"The {side.ToLowerInvariant()} payload of {operation.Title} ({operation.RangeText}{operation.SectionText}).");
        code.Block($"public sealed partial class {type} : {interfaces}{(fields.IsDisposable ? ", IDisposable" : string.Empty)}", () =>
        {
            if (side == "Request")
            {
                code.Line("/// <inheritdoc/>");
                code.Line($"public static Operation Operation => Operation.{operation.Name};");
                code.Line();
            }

            Members(code, fields, fields.IsDisposable, null);
        });
    }

    private static void Body(CodeWriter code, string head, FieldsEmitter fields, bool hasBase, StructureSpec structure) => code.Block(head, () =>
    {
        if (structure.Object)
        {
            code.Line("/// <inheritdoc/>");
            code.Line($"public override ObjectType ObjectType => ObjectType.{structure.Name};");
            code.Line();
        }

        Members(code, fields, fields.IsDisposable || hasBase, hasBase ? structure : null);
    });

    private static void Members(CodeWriter code, FieldsEmitter fields, bool disposable, StructureSpec? derived)
    {
        fields.Properties();
        fields.Decode(disposable);
        code.Line();
        fields.Encode(derived is not null);
        if (fields.IsDisposable)
        {
            code.Line();
            fields.Dispose(derived is not null);
        }
    }
}
