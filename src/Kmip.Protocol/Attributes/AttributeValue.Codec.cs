using System.Numerics;
using Kmip.Ttlv;

namespace Kmip.Protocol;

public sealed partial class AttributeValue
{
    /// <summary>Reads a value of the type that a standard attribute has.</summary>
    internal static AttributeValue ReadStandard(ref TtlvReader reader, KmipTag tag, KmipAttributeInfo attribute, KmipVersion version)
    {
        if (attribute.Type is TtlvType.Structure)
        {
            TtlvReader fields = reader.ReadStructure(tag);
            return Structure(KmipAttributeTable.DecodeStructure(attribute.Tag, ref fields, version) ?? OpaqueStructure.Decode(ref fields, version));
        }

        // The unique identifier of 2.x may be a placeholder; every other attribute has one type.
        bool placeholder = attribute.Tag is KmipTag.UniqueIdentifier && version >= KmipVersion.V2_0
            && reader.PeekType() is TtlvType.Enumeration or TtlvType.Integer;
        return ReadSimple(ref reader, tag, placeholder ? reader.PeekType() : attribute.Type);
    }

    /// <summary>Reads a value of any type, as a vendor's attribute has it.</summary>
    internal static AttributeValue ReadAny(ref TtlvReader reader, KmipTag tag, KmipVersion version)
    {
        ModelRules.Require(in reader, tag, nameof(Attribute));
        TtlvType type = reader.PeekType();
        return type is TtlvType.Structure ? Structure(reader.ReadOpaqueStructure(tag, version)) : ReadSimple(ref reader, tag, type);
    }

    /// <summary>Writes the value under a tag.</summary>
    internal void Write(TtlvWriter writer, KmipTag tag, KmipVersion version)
    {
        switch (Type)
        {
            case TtlvType.Structure: writer.WriteModel(tag, (IKmipStructure)_object!, version); break;
            case TtlvType.Integer: writer.WriteInteger(tag, (int)_number); break;
            case TtlvType.LongInteger: writer.WriteLongInteger(tag, _number); break;
            case TtlvType.BigInteger: writer.WriteBigInteger(tag, (BigInteger)_object!); break;
            case TtlvType.Enumeration: writer.WriteEnumeration(tag, (uint)_number); break;
            case TtlvType.Boolean: writer.WriteBoolean(tag, _number != 0); break;
            case TtlvType.TextString: writer.WriteTextString(tag, (string)_object!); break;
            case TtlvType.ByteString: writer.WriteByteString(tag, (byte[])_object!); break;
            case TtlvType.DateTime: writer.WriteDateTime(tag, new DateTimeOffset(_number, TimeSpan.Zero)); break;
            case TtlvType.Interval: writer.WriteInterval(tag, (uint)_number); break;
            default: writer.WriteDateTimeExtended(tag, new DateTimeOffset(_number, TimeSpan.Zero)); break;
        }
    }

    private static AttributeValue ReadSimple(ref TtlvReader reader, KmipTag tag, TtlvType type) => type switch
    {
        TtlvType.Integer => Integer(reader.ReadInteger(tag)),
        TtlvType.LongInteger => LongInteger(reader.ReadLongInteger(tag)),
        TtlvType.BigInteger => BigInteger(reader.ReadBigInteger(tag)),
        TtlvType.Enumeration => Enumeration(reader.ReadEnumeration(tag)),
        TtlvType.Boolean => Boolean(reader.ReadBoolean(tag)),
        TtlvType.TextString => TextString(reader.ReadTextString(tag)),
        TtlvType.ByteString => ByteString(reader.ReadByteString(tag).ToArray()),
        TtlvType.DateTime => DateTime(reader.ReadDateTime(tag)),
        TtlvType.Interval => Interval(reader.ReadInterval(tag)),
        _ => DateTimeExtended(reader.ReadDateTimeExtended(tag)),
    };
}
