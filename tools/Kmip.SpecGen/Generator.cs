using Kmip.SpecGen.Emit;
using Kmip.SpecGen.Model;

namespace Kmip.SpecGen;

/// <summary>Turns spec/ into C#: one file per enumeration, structure and operation, so that a reader finds it by name.</summary>
public static class Generator
{
    /// <summary>Generates every file.</summary>
    public static GeneratedFiles Generate(Specification specification)
    {
        GeneratedFiles files = new();
        const string Protocol = "src/Kmip.Protocol/Generated";
        TagEmitter.Emit(specification, files);
        foreach (EnumerationSpec enumeration in specification.Enumerations.Where(enumeration => enumeration.ValuesFrom is null))
        {
            files.Add($"{Protocol}/Enums/{enumeration.TypeName}.g.cs", EnumerationEmitter.Emit(enumeration));
        }

        foreach (MaskSpec mask in specification.Masks)
        {
            files.Add($"{Protocol}/Enums/{mask.Name}.g.cs", MaskEmitter.Emit(mask));
        }

        StructureEmitter structures = new(specification);
        foreach (StructureSpec structure in specification.Structures.Where(structure => !structure.HandWritten))
        {
            string folder = structure.Object ? "Objects" : structure.Variant ? structure.Tag + "s" : "Structures";
            files.Add($"{Protocol}/{folder}/{structure.Name}.g.cs", structures.Structure(structure));
        }

        foreach (OperationSpec operation in specification.Operations)
        {
            files.Add($"{Protocol}/Operations/{operation.Name}.g.cs", structures.Operation(operation));
        }

        files.Add($"{Protocol}/PayloadTable.g.cs", PayloadTableEmitter.Emit(specification));
        files.Add($"{Protocol}/KmipEnumerations.g.cs", EnumerationTableEmitter.Emit(specification));
        files.Add($"{Protocol}/KmipAttributeTable.g.cs", AttributeTableEmitter.Emit(specification));
        files.Add($"{Protocol}/AttributeList.Accessors.g.cs", AttributeAccessorEmitter.Emit(specification));
        return files;
    }
}
