using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Kmip.Ttlv;

/// <summary>Values as text for people.</summary>
internal static class TtlvDumpValue
{
    /// <summary>True for what a masked dump never shows: any bytes and big integers, and texts below a secret structure.</summary>
    public static bool IsMasked(TtlvType type, bool insideSecret) =>
        type is TtlvType.ByteString or TtlvType.BigInteger || (insideSecret && type == TtlvType.TextString);

    /// <summary>Appends a value that has been checked.</summary>
    public static void Append(StringBuilder text, KmipTag tag, TtlvType type, ReadOnlySpan<byte> value, TtlvTextOptions options)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        switch (type)
        {
            case TtlvType.Integer:
                text.Append(culture, $"{(int)ThirtyTwoBits(value, tag, signed: true)}");
                break;
            case TtlvType.Enumeration:
                uint number = ThirtyTwoBits(value, tag, signed: false);
                AppendEnumeration(text, number, options.EnumerationNames?.Invoke(tag, number));
                break;
            case TtlvType.Interval:
                text.Append(culture, $"{BinaryPrimitives.ReadUInt32BigEndian(value)} s");
                break;
            case TtlvType.LongInteger:
                text.Append(culture, $"{BinaryPrimitives.ReadInt64BigEndian(value)}");
                break;
            case TtlvType.Boolean:
                text.Append(value[^1] == 0 ? "false" : "true");
                break;
            case TtlvType.DateTime or TtlvType.DateTimeExtended:
                AppendDate(text, type, BinaryPrimitives.ReadInt64BigEndian(value));
                break;
            case TtlvType.TextString:
                AppendText(text, value, options.MaximumCharacters);
                break;
            default:
                AppendHex(text, value, options.MaximumCharacters);
                break;
        }
    }

    private static uint ThirtyTwoBits(ReadOnlySpan<byte> value, KmipTag tag, bool signed) =>
        value.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(value) : TtlvItem.EightByteValue(value, tag, 0, signed);

    private static void AppendEnumeration(StringBuilder text, uint value, string? name)
    {
        if (name is not null)
        {
            text.Append(name).Append(' ');
        }

        text.Append(CultureInfo.InvariantCulture, $"0x{value:X8}");
    }

    private static void AppendDate(StringBuilder text, TtlvType type, long value)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (!TtlvTime.TryConvert(type, value, out DateTimeOffset date))
        {
            text.Append(culture, $"{value} since 1970 (outside the years 1 to 9999)");
        }
        else if (type == TtlvType.DateTime)
        {
            text.Append(culture, $"{date:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        }
        else
        {
            text.Append(culture, $"{date:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}");
        }
    }

    private static void AppendHex(StringBuilder text, ReadOnlySpan<byte> value, int maximum)
    {
        int shown = Math.Min(value.Length, maximum / 2);
        text.Append(Convert.ToHexString(value[..shown]));
        if (shown < value.Length)
        {
            text.Append(CultureInfo.InvariantCulture, $"... ({value.Length} bytes)");
        }
    }

    /// <summary>A quoted text in which nothing can end the line, move the cursor or turn the direction of writing.</summary>
    private static void AppendText(StringBuilder text, ReadOnlySpan<byte> value, int maximum)
    {
        text.Append('"');
        int characters = 0;
        while (!value.IsEmpty && characters < maximum)
        {
            _ = Rune.DecodeFromUtf8(value, out Rune rune, out int used);
            characters += rune.Utf16SequenceLength;
            value = value[used..];
            if (rune.Value is '"' or '\\')
            {
                text.Append('\\');
            }

            if (IsPrintable(rune))
            {
                text.Append(rune.ToString());
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}");
            }
        }

        text.Append('"');
        if (!value.IsEmpty)
        {
            text.Append(CultureInfo.InvariantCulture, $"... ({value.Length} bytes more)");
        }
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
