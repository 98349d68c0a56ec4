using System.Globalization;

namespace Kmip.Ttlv;

/// <summary>Names for people: exceptions and dumps.</summary>
internal static class TtlvNames
{
    /// <summary>The name of a tag, or its six hexadecimal digits where it has none.</summary>
    public static string Of(KmipTag tag) =>
        KmipTags.GetName(tag) ?? string.Create(CultureInfo.InvariantCulture, $"0x{(uint)tag:X6}");

    /// <summary>The name of a type, or its two hexadecimal digits where it has none.</summary>
    public static string Of(TtlvType type) => type switch
    {
        TtlvType.Structure => "Structure",
        TtlvType.Integer => "Integer",
        TtlvType.LongInteger => "LongInteger",
        TtlvType.BigInteger => "BigInteger",
        TtlvType.Enumeration => "Enumeration",
        TtlvType.Boolean => "Boolean",
        TtlvType.TextString => "TextString",
        TtlvType.ByteString => "ByteString",
        TtlvType.DateTime => "DateTime",
        TtlvType.Interval => "Interval",
        TtlvType.DateTimeExtended => "DateTimeExtended",
        _ => string.Create(CultureInfo.InvariantCulture, $"type 0x{(byte)type:X2}"),
    };
}
