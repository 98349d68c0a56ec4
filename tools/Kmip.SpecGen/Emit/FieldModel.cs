using Kmip.SpecGen.Model;

namespace Kmip.SpecGen.Emit;

/// <summary>How a field appears in C#: its type, how its item is read and how it is written.</summary>
internal sealed class FieldModel
{
    // The hand-written types of the model: the type of the property, whether it is a struct, whether it holds secrets and
    // whether one read takes all items of the field.
    private static readonly Dictionary<string, (string Type, bool IsStruct, bool IsDisposable, bool TakesAll)> Custom = new(StringComparer.Ordinal)
    {
        ["UniqueIdentifier"] = ("UniqueIdentifier", true, false, false),
        ["KmipVersion"] = ("KmipVersion", true, false, false),
        ["AsynchronousIndicatorField"] = ("AsynchronousIndicator", true, false, false),
        ["DataReference"] = ("DataReference", true, false, false),
        ["KeyValue"] = ("KeyValue", false, true, false),
        ["CredentialValue"] = ("CredentialValue", false, true, false),
        ["ManagedObject"] = ("ManagedObject", false, true, false),
        ["AttributeList"] = ("AttributeList", false, false, true),
        ["AttributeReferenceList"] = ("List<KmipAttributeId>", false, false, true),
        ["OpaqueItems"] = ("List<byte[]>", false, false, true),
        ["OpaqueStructure"] = ("OpaqueStructure", false, true, false),
    };

    // The types whose form another field of the same structure decides, and that field.
    private static readonly Dictionary<string, string> DecidedBy = new(StringComparer.Ordinal)
    {
        ["KeyValue"] = "KeyFormatType",
        ["CredentialValue"] = "CredentialType",
    };

    private readonly Specification _specification;

    public FieldModel(Specification specification, FieldSpec field)
    {
        _specification = specification;
        Field = field;
        Kind = field.Type.Changes[^1].Value;
        IsCustom = !SpecValidator.TtlvTypes.Contains(Kind);
        if (IsCustom && !Custom.ContainsKey(Kind))
        {
            throw new InvalidDataException($"{field.Name}: {Kind} is neither a TTLV type nor a type of the model: add it to FieldModel.Custom.");
        }
    }

    public FieldSpec Field { get; }

    public string Kind { get; }

    public bool IsCustom { get; }

    public bool IsEnumeration => Field.Enumeration is not null;

    public bool IsMask => Field.Mask is not null;

    /// <summary>True where one read takes every item of the field.</summary>
    public bool TakesAll => IsCustom && Custom[Kind].TakesAll;

    public bool IsSecretValue => Field.Secret && !IsCustom;

    public bool IsStruct => IsCustom ? Custom[Kind].IsStruct : !IsSecretValue && Kind is not ("TextString" or "ByteString" or "Structure");

    /// <summary>The type of one value.</summary>
    public string ItemType => IsCustom ? Custom[Kind].Type
        : IsSecretValue ? "SecretBuffer"
        : IsEnumeration ? _specification.Enumeration(Field.Enumeration!).TypeName
        : IsMask ? Field.Mask!
        : Kind switch
        {
            "Structure" => Field.Structure!,
            "Integer" => "int",
            "LongInteger" => "long",
            "BigInteger" => "BigInteger",
            "Boolean" => "bool",
            "TextString" => "string",
            "ByteString" => "byte[]",
            "DateTime" or "DateTimeExtended" => "DateTimeOffset",
            "Interval" => "uint",
            _ => throw new InvalidDataException($"{Field.Name}: an Enumeration names its enumeration."),
        };

    /// <summary>True where the value must be disposed, because it holds or contains a secret.</summary>
    public bool IsDisposable => IsSecretValue
        || (IsCustom ? Custom[Kind].IsDisposable : Kind == "Structure" && IsDisposableStructure(_specification, Field.Structure!));

    /// <summary>The default of a required property; null where there is none, so that the property is nullable.</summary>
    public string? Default => IsStruct ? string.Empty
        : IsSecretValue ? null // an empty key must not be sent because nobody set it
        : IsCustom ? (Kind == "AttributeList" ? " = new();" : null)
        : Kind switch { "TextString" => " = string.Empty;", "ByteString" => " = [];", _ => " = new();" };

    public static bool IsDisposableStructure(Specification specification, string name) =>
        specification.Structure(name).Fields.Any(field => new FieldModel(specification, field).IsDisposable);

    /// <summary>The expression that reads one item (or all, see <see cref="TakesAll"/>).</summary>
    public string Read()
    {
        string tag = $"KmipTag.{Field.Name}";
        if (IsCustom)
        {
            return Kind switch
            {
                "ManagedObject" or "OpaqueItems" => $"reader.Read{Kind}(version)",
                _ when DecidedBy.TryGetValue(Kind, out string? other) => $"reader.Read{Kind}({other}, version)",
                _ => $"reader.Read{Kind}({tag}, version)",
            };
        }

        if (IsSecretValue)
        {
            string bytes = Kind switch { "TextString" => "ReadTextStringUtf8", "BigInteger" => "ReadBigIntegerBytes", _ => "ReadByteString" };
            return $"SecretBuffer.CopyOf(reader.{bytes}({tag}))";
        }

        if (!Field.Type.IsConstant)
        {
            SpecVersion change = Field.Type.Changes[1].Key;
            return $"version < {change.Constant} ? ({ItemType})(uint)reader.ReadInteger({tag}) : reader.ReadEnumeration<{ItemType}>({tag})";
        }

        return Kind switch
        {
            "Enumeration" => $"reader.ReadEnumeration<{ItemType}>({tag})",
            "Integer" when IsMask => $"({ItemType})(uint)reader.ReadInteger({tag})",
            "Structure" => $"reader.ReadModel<{ItemType}>({tag}, version)",
            "ByteString" => $"reader.ReadByteString({tag}).ToArray()",
            _ => $"reader.Read{Kind}({tag})",
        };
    }

    /// <summary>The statement that writes one item.</summary>
    public string Write(string value)
    {
        string tag = $"KmipTag.{Field.Name}";
        if (IsCustom)
        {
            return Kind switch
            {
                "ManagedObject" or "OpaqueItems" => $"writer.Write{Kind}({value}, version);",
                _ => $"writer.Write{Kind}({tag}, {value}, version);",
            };
        }

        if (IsSecretValue)
        {
            string bytes = Kind switch { "TextString" => "WriteTextStringUtf8", "BigInteger" => "WriteBigInteger", _ => "WriteByteString" };
            return $"writer.{bytes}({tag}, {value}.Span);";
        }

        if (!Field.Type.IsConstant)
        {
            return $"writer.WriteIntegerOrEnumeration({tag}, (uint){value}, version < {Field.Type.Changes[1].Key.Constant});";
        }

        return Kind switch
        {
            "Integer" when IsMask => $"writer.WriteInteger({tag}, (int){ItemType}Names.MayBeSentIn({value}, version));",
            "Structure" => $"writer.WriteModel({tag}, {value}, version);",
            _ => $"writer.Write{Kind}({tag}, {value});",
        };
    }

    /// <summary>The condition under which a value of an enumeration may be sent; null for other types.</summary>
    public string? MayBeSent(string value) => IsEnumeration && Field.Type.IsConstant && !IsCustom && Field.Enumeration != "Tag" ? $"{ItemType}Names.MayBeSentIn({value}, version)" : null;
}
