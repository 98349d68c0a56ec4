using System.Text;

namespace Kmip.Conformance.Tests.Wire;

/// <summary>The types of KMIP 1.4 section 9.1.1.2 and Date Time Extended of KMIP 2.0.</summary>
public enum WireType : byte
{
    Structure = 1, Integer, LongInteger, BigInteger, Enumeration, Boolean, TextString, ByteString, DateTime, Interval, DateTimeExtended,
}

/// <summary>What an item must obey (KMIP 1.4 sections 9.1.1.2 to 9.1.1.4).</summary>
internal static class WireRules
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void CheckLength(uint tag, WireType type, uint length)
    {
        bool right = type switch
        {
            WireType.Structure => length % 8 == 0,
            WireType.Integer or WireType.Enumeration or WireType.Interval => length == 4,
            WireType.LongInteger or WireType.Boolean or WireType.DateTime or WireType.DateTimeExtended => length == 8,
            WireType.BigInteger => length > 0 && length % 8 == 0,
            WireType.TextString or WireType.ByteString => true,
            _ => throw new FormatException($"item {tag:X6} has type {(byte)type}"),
        };
        if (!right || length > int.MaxValue - 8)
        {
            throw new FormatException($"item {tag:X6} of type {type} has length {length}");
        }
    }

    public static void CheckValue(uint tag, WireType type, ReadOnlySpan<byte> value, ReadOnlySpan<byte> padding)
    {
        if (padding.ContainsAnyExcept((byte)0))
        {
            throw new FormatException($"the padding of item {tag:X6} is not zero");
        }

        if (type == WireType.Boolean && (value[..7].ContainsAnyExcept((byte)0) || value[7] > 1))
        {
            throw new FormatException($"Boolean {tag:X6} is neither 0 nor 1");
        }

        if (type == WireType.TextString)
        {
            _ = Utf8.GetCharCount(value);
        }
    }
}
