using System.Globalization;
using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>
/// What a client is told about a message or payload that cannot be read (KMIP 1.4 table 327; the reasons of KMIP 2.1 section 11.46): what
/// cannot be parsed, or has a field twice, is an invalid message; an unknown field an invalid field, in 2.x an unknown tag.
/// </summary>
internal static class MalformedMessage
{
    /// <summary>The failure.</summary>
    /// <param name="malformed">What the reader found, with its offset in <paramref name="frame"/>.</param>
    /// <param name="frame">The whole message; empty where there is none.</param>
    public static Failure FailureOf(TtlvException malformed, ReadOnlySpan<byte> frame)
    {
        (ResultReason reason, ResultReason? legacy) = malformed.Error switch
        {
            TtlvError.ValueOutOfRange => (ResultReason.InvalidField, (ResultReason?)null),
            TtlvError.UnexpectedItem or TtlvError.MissingItem => ReasonOf(malformed.Error, FindItem(frame, malformed.Offset)),
            _ => (ResultReason.InvalidMessage, null),
        };
        string where = malformed.Tag is { } known && KmipTags.GetName(known) is { } name ? $" ({name})" : string.Empty;
        return new Failure(
            reason, string.Create(CultureInfo.InvariantCulture, $"The message is malformed: {malformed.Error}{where} at offset {malformed.Offset}."), legacy);
    }

    // A required field is also missing where an unknown one stands in its place.
    private static (ResultReason Reason, ResultReason? Legacy) ReasonOf(TtlvError error, (KmipTag Tag, bool IsRepeated)? found) => found switch
    {
        { IsRepeated: true } => (ResultReason.InvalidMessage, null),
        { } item when KmipTags.GetName(item.Tag) is null => (ResultReason.UnknownTag, ResultReason.InvalidField),
        { } when error is TtlvError.UnexpectedItem => (ResultReason.InvalidMessage, ResultReason.InvalidField),
        _ => (ResultReason.InvalidMessage, null),
    };

    /// <summary>The item at an offset, and whether the structure it is in has one of the same tag before it.</summary>
    private static (KmipTag Tag, bool IsRepeated)? FindItem(ReadOnlySpan<byte> frame, long offset)
    {
        try
        {
            var reader = new TtlvReader(frame, TtlvReaderOptions.Lenient);
            return FindItem(ref reader, offset);
        }
        catch (TtlvException)
        {
            // The message is not well-formed up to the offset: what was found there is no field at all.
            return null;
        }
    }

    private static (KmipTag Tag, bool IsRepeated)? FindItem(ref TtlvReader reader, long offset)
    {
        var seen = new HashSet<KmipTag>();
        while (reader.TryPeek(out KmipTag tag, out TtlvType type) && reader.Position < offset)
        {
            seen.Add(tag);
            TtlvReader inside = reader;
            reader.Skip();
            if (type is TtlvType.Structure && reader.Position > offset)
            {
                TtlvReader fields = inside.ReadStructure(tag);
                return FindItem(ref fields, offset);
            }
        }

        return reader.Position == offset && !reader.IsAtEnd ? (reader.PeekTag(), seen.Contains(reader.PeekTag())) : null;
    }
}
