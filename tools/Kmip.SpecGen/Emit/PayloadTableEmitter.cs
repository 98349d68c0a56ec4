using Kmip.SpecGen.Model;

namespace Kmip.SpecGen.Emit;

/// <summary>Writes the table from operations to the types of their payloads.</summary>
internal static class PayloadTableEmitter
{
    public static CodeWriter Emit(Specification specification)
    {
        CodeWriter code = new("spec/operations", "Kmip.Protocol", "Kmip.Ttlv");
        code.Summary("Decodes payloads by their operation.");
        code.Block("internal static class PayloadTable", () =>
        {
            Decode(code, specification, "Request");
            code.Line();
            Decode(code, specification, "Response");
        });
        return code;
    }

    private static void Decode(CodeWriter code, Specification specification, string side)
    {
        code.Summary($"Decodes the fields of a {side.ToLowerInvariant()} payload; null for an operation that has no model here.");
        code.Block($"public static IKmipStructure? Decode{side}(Operation operation, ref TtlvReader reader, KmipVersion version) => operation switch", () =>
        {
            foreach (OperationSpec operation in specification.Operations)
            {
                string condition = NameSwitches.Condition(operation) is { } range ? $" when {range}" : string.Empty;
                code.Line($"Operation.{operation.Name}{condition} => {operation.Name}{side}.Decode(ref reader, version),");
            }

            code.Line("_ => null,");
        }, "};");
    }
}
