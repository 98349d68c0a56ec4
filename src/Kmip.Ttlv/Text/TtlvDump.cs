using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Kmip.Ttlv;

/// <summary>Walks items that may be bad and writes one line for each. It does not recurse.</summary>
internal readonly struct TtlvDump(StringBuilder text, TtlvTextOptions options)
{
    /// <summary>What can be shown is shown: padding and eight-byte integers are only remarked upon.</summary>
    private static readonly TtlvReaderOptions Tolerant =
        new() { AllowNonZeroPadding = true, AllowEightByteIntegers = true, MaximumTextLength = int.MaxValue };

    private static readonly TtlvReaderOptions Exact = new() { MaximumTextLength = int.MaxValue };

    public void WriteItems(ReadOnlySpan<byte> data)
    {
        Span<int> ends = stackalloc int[TtlvReaderOptions.LargestMaximumDepth];
        int level = 0, items = 0, offset = 0, end = data.Length;
        int secretLevel = int.MaxValue; // the level of the outermost structure that is secret, around this place
        while (offset < end || level > 0)
        {
            if (offset == end)
            {
                end = ends[--level];
                secretLevel = level <= secretLevel ? int.MaxValue : secretLevel;
                continue;
            }

            text.Append(' ', 2 * level);
            if (++items > options.MaximumItems)
            {
                Line($"... {data.Length - offset} more bytes are not shown");
                return;
            }

            ReadOnlySpan<byte> rest = data[offset..end];
            TtlvException? problem = Judge(rest, offset, level > 0, Tolerant);
            if (problem is not null && !IsAboutTheValueOnly(problem.Error))
            {
                Line($"! {problem.Message}; {rest.Length} bytes are not shown");
                offset = end;
                continue;
            }

            ulong header = BinaryPrimitives.ReadUInt64BigEndian(rest);
            int length = (int)(uint)header;
            if (TtlvItem.TypeOf(header) != TtlvType.Structure)
            {
                WriteItem(rest, header, problem ?? Judge(rest, offset, level > 0, Exact), isSecret: level > secretLevel);
                offset += TtlvItem.HeaderLength + TtlvItem.Padded(length);
            }
            else if (level == ends.Length)
            {
                Line($"! {TtlvError.DepthExceeded} at offset {offset}; {length} bytes are not shown");
                offset += TtlvItem.HeaderLength + length;
            }
            else
            {
                KmipTag tag = TtlvItem.TagOf(header);
                Line($"{TtlvNames.Of(tag)} (Structure, {length} bytes)");
                secretLevel = KmipTags.IsSecret(tag) ? Math.Min(secretLevel, level) : secretLevel;
                ends[level++] = end;
                offset += TtlvItem.HeaderLength;
                end = offset + length;
            }
        }
    }

    private void WriteItem(ReadOnlySpan<byte> rest, ulong header, TtlvException? problem, bool isSecret)
    {
        KmipTag tag = TtlvItem.TagOf(header);
        TtlvType type = TtlvItem.TypeOf(header);
        ReadOnlySpan<byte> value = rest.Slice(TtlvItem.HeaderLength, (int)(uint)header);
        text.Append(CultureInfo.InvariantCulture, $"{TtlvNames.Of(tag)} ({TtlvNames.Of(type)}): ");
        if (problem is not null && IsAboutTheValueOnly(problem.Error))
        {
            text.Append(CultureInfo.InvariantCulture, $"{value.Length} bytes");
        }
        else if (!options.ShowSecrets && (KmipTags.IsSecret(tag) || TtlvDumpValue.IsMasked(type, isSecret)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{value.Length} bytes, not shown");
        }
        else
        {
            TtlvDumpValue.Append(text, tag, type, value, options);
        }

        Line(problem is null ? "" : $" ! {problem.Message}");
    }

    private void Line(string line) => text.Append(line).Append('\n');

    private void Line(FormattableString line) => Line(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>True where the item's length can be trusted, so that the next item can be found.</summary>
    private static bool IsAboutTheValueOnly(TtlvError error) =>
        error is TtlvError.InvalidBoolean or TtlvError.InvalidUtf8 or TtlvError.ValueOutOfRange;

    private static TtlvException? Judge(ReadOnlySpan<byte> rest, int position, bool insideStructure, TtlvReaderOptions rules)
    {
        try
        {
            _ = TtlvItem.Check(rest, position, insideStructure, rules);
            return null;
        }
        catch (TtlvException problem)
        {
            return problem;
        }
    }
}
