using System.Globalization;
using System.Numerics;
using System.Xml.Linq;
using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations.Oasis;

/// <summary>
/// One item of a message, from the XML of an OASIS case or from bytes, in one form that can be compared and written: enumerations and masks as
/// numbers, bytes as hexadecimal. A value that begins with $ is a variable of the case.
/// </summary>
internal sealed record OasisNode(KmipTag Tag, TtlvType Type, string Value, IReadOnlyList<OasisNode> Children)
{
    /// <summary>The first child with a tag, or null.</summary>
    public OasisNode? this[KmipTag tag] => Children.FirstOrDefault(child => child.Tag == tag);

    /// <summary>True for a variable that is written into requests or read from responses.</summary>
    public bool IsVariable => Value.StartsWith('$');

    /// <summary>Reads an element of the XML encoding (KMIP Additional Message Encodings 1.0).</summary>
    public static OasisNode Of(XElement element, string? attributeName = null)
    {
        KmipTag tag = TagOf(element);
        TtlvType type = Enum.Parse<TtlvType>((string?)element.Attribute("type") ?? nameof(TtlvType.Structure));
        string? named = (string?)element.Element("AttributeName")?.Attribute("value");
        OasisNode[] children = [.. element.Elements().Select(child => Of(child, named))];
        string value = (string?)element.Attribute("value") ?? string.Empty;
        KmipTag kind = tag is KmipTag.AttributeValue && attributeName is not null && KmipAttributeTable.TryFind(attributeName, out KmipAttributeInfo? info)
            ? info.Tag
            : tag;
        return new OasisNode(tag, type, value.StartsWith('$') ? value : Canonical(kind, type, value), children);
    }

    /// <summary>Reads every item of a message.</summary>
    public static List<OasisNode> Of(ReadOnlySpan<byte> items)
    {
        var reader = new TtlvReader(items);
        return ReadAll(ref reader);
    }

    /// <summary>Writes the item, its variables replaced.</summary>
    public void Write(TtlvWriter writer, Func<string, string> bind)
    {
        string value = IsVariable ? bind(Value) : Value;
        switch (Type)
        {
            case TtlvType.Structure:
                using (writer.BeginStructure(Tag))
                {
                    foreach (OasisNode child in Children)
                    {
                        child.Write(writer, bind);
                    }
                }

                break;
            case TtlvType.Integer: writer.WriteInteger(Tag, int.Parse(value, CultureInfo.InvariantCulture)); break;
            case TtlvType.LongInteger: writer.WriteLongInteger(Tag, long.Parse(value, CultureInfo.InvariantCulture)); break;
            case TtlvType.BigInteger: writer.WriteBigInteger(Tag, BigInteger.Parse(value, CultureInfo.InvariantCulture)); break;
            case TtlvType.Enumeration: writer.WriteEnumeration(Tag, uint.Parse(value, CultureInfo.InvariantCulture)); break;
            case TtlvType.Boolean: writer.WriteBoolean(Tag, bool.Parse(value)); break;
            case TtlvType.TextString: writer.WriteTextString(Tag, value); break;
            case TtlvType.ByteString: writer.WriteByteString(Tag, Convert.FromHexString(value)); break;
            case TtlvType.DateTime: writer.WriteDateTime(Tag, DateTimeOffset.FromUnixTimeSeconds(long.Parse(value, CultureInfo.InvariantCulture))); break;
            case TtlvType.Interval: writer.WriteInterval(Tag, uint.Parse(value, CultureInfo.InvariantCulture)); break;
            default: throw new NotSupportedException(Type.ToString());
        }
    }

    public override string ToString() => Children.Count > 0 ? $"{KmipTags.GetName(Tag)}({string.Join(' ', Children)})" : $"{KmipTags.GetName(Tag)}={Value}";

    private static List<OasisNode> ReadAll(ref TtlvReader reader)
    {
        var nodes = new List<OasisNode>();
        while (!reader.IsAtEnd)
        {
            KmipTag tag = reader.PeekTag();
            TtlvType type = reader.PeekType();
            List<OasisNode> children = [];
            string value = string.Empty;
            if (type is TtlvType.Structure)
            {
                TtlvReader inner = reader.ReadStructure(tag);
                children = ReadAll(ref inner);
            }
            else
            {
                value = ReadValue(ref reader, tag, type);
            }

            nodes.Add(new OasisNode(tag, type, value, children));
        }

        return nodes;
    }

    private static string ReadValue(ref TtlvReader reader, KmipTag tag, TtlvType type) => type switch
    {
        TtlvType.Integer => reader.ReadInteger(tag).ToString(CultureInfo.InvariantCulture),
        TtlvType.LongInteger => reader.ReadLongInteger(tag).ToString(CultureInfo.InvariantCulture),
        TtlvType.BigInteger => reader.ReadBigInteger(tag).ToString(CultureInfo.InvariantCulture),
        TtlvType.Enumeration => reader.ReadEnumeration(tag).ToString(CultureInfo.InvariantCulture),
        TtlvType.Boolean => reader.ReadBoolean(tag).ToString(),
        TtlvType.TextString => reader.ReadTextString(tag),
        TtlvType.ByteString => Convert.ToHexStringLower(reader.ReadByteString(tag)),
        TtlvType.DateTime => reader.ReadDateTime(tag).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        TtlvType.Interval => reader.ReadInterval(tag).ToString(CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException(type.ToString()),
    };

    private static KmipTag TagOf(XElement element)
    {
        string? number = (string?)element.Attribute("tag");
        return number is not null ? (KmipTag)Convert.ToUInt32(number, 16)
            : KmipTags.TryParse(element.Name.LocalName, out KmipTag tag) ? tag
            : throw new NotSupportedException($"No tag {element.Name.LocalName}.");
    }

    private static string Canonical(KmipTag tag, TtlvType type, string value) => type switch
    {
        TtlvType.Integer => value.Split((char[])[' ', '|'], StringSplitOptions.RemoveEmptyEntries).Aggregate(0, (all, part) => all | Bits(part)).ToString(CultureInfo.InvariantCulture),
        TtlvType.Enumeration => Number(tag, value).ToString(CultureInfo.InvariantCulture),
        TtlvType.Boolean => bool.Parse(value).ToString(),
        TtlvType.ByteString => value.ToLowerInvariant(),
        TtlvType.BigInteger => new BigInteger(Convert.FromHexString(value), isUnsigned: false, isBigEndian: true).ToString(CultureInfo.InvariantCulture),
        TtlvType.DateTime => DateTimeOffset.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        _ => value,
    };

    private static int Bits(string part) =>
        int.TryParse(part, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number
        : part.StartsWith("0x", StringComparison.Ordinal) ? Convert.ToInt32(part, 16)
        : CryptographicUsageMaskNames.TryParse(part, out CryptographicUsageMask usage) ? (int)usage
        : StorageStatusMaskNames.TryParse(part, out StorageStatusMask storage) ? (int)storage
        : ProtectionStorageMaskNames.TryParse(part, out ProtectionStorageMask protection) ? (int)protection
        : throw new NotSupportedException($"No bit {part}.");

    private static uint Number(KmipTag tag, string value) =>
        value.StartsWith("0x", StringComparison.Ordinal) ? Convert.ToUInt32(value, 16)
        : tag is KmipTag.AttributeReference && KmipTags.TryParse(value, out KmipTag reference) ? (uint)reference
        : KmipEnumerations.TryParse(tag, value, out uint number) ? number
        : throw new NotSupportedException($"No {tag} {value}.");
}
