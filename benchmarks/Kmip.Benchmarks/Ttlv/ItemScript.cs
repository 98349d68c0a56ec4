using Kmip.Ttlv;

namespace Kmip.Benchmarks.Ttlv;

/// <summary>A message as a list of calls of the writer, so that writing is measured without reading.</summary>
internal sealed class ItemScript
{
    private readonly List<Step> _steps = [];

    /// <summary>Records the message.</summary>
    public ItemScript(byte[] message)
    {
        TtlvReader reader = new(message);
        Record(ref reader);
    }

    /// <summary>Writes the message.</summary>
    public void Write(TtlvWriter writer)
    {
        int next = 0;
        Write(writer, ref next, _steps.Count);
    }

    private void Write(TtlvWriter writer, ref int next, int end)
    {
        while (next < end)
        {
            Step step = _steps[next++];
            switch (step.Type)
            {
                case TtlvType.Structure:
                    using (writer.BeginStructure(step.Tag))
                    {
                        Write(writer, ref next, next + (int)step.Number);
                    }

                    break;
                case TtlvType.Integer: writer.WriteInteger(step.Tag, (int)step.Number); break;
                case TtlvType.LongInteger: writer.WriteLongInteger(step.Tag, step.Number); break;
                case TtlvType.BigInteger: writer.WriteBigInteger(step.Tag, step.Bytes); break;
                case TtlvType.Enumeration: writer.WriteEnumeration(step.Tag, (uint)step.Number); break;
                case TtlvType.Boolean: writer.WriteBoolean(step.Tag, step.Number != 0); break;
                case TtlvType.TextString: writer.WriteTextString(step.Tag, step.Text!); break;
                case TtlvType.ByteString: writer.WriteByteString(step.Tag, step.Bytes); break;
                case TtlvType.DateTime: writer.WriteDateTimeSeconds(step.Tag, step.Number); break;
                case TtlvType.Interval: writer.WriteInterval(step.Tag, (uint)step.Number); break;
                default: writer.WriteDateTimeExtendedMicroseconds(step.Tag, step.Number); break;
            }
        }
    }

    private void Record(ref TtlvReader reader)
    {
        while (reader.TryPeek(out KmipTag tag, out TtlvType type))
        {
            int place = _steps.Count;
            _steps.Add(new Step(tag, type, 0, null, null));
            switch (type)
            {
                case TtlvType.Structure:
                    TtlvReader child = reader.ReadStructure(tag);
                    Record(ref child);
                    _steps[place] = new Step(tag, type, _steps.Count - place - 1, null, null);
                    break;
                case TtlvType.TextString: _steps[place] = new Step(tag, type, 0, reader.ReadTextString(tag), null); break;
                case TtlvType.ByteString: _steps[place] = new Step(tag, type, 0, null, reader.ReadByteString(tag).ToArray()); break;
                case TtlvType.BigInteger: _steps[place] = new Step(tag, type, 0, null, reader.ReadBigIntegerBytes(tag).ToArray()); break;
                default: _steps[place] = new Step(tag, type, ReadNumber(ref reader, tag, type), null, null); break;
            }
        }
    }

    private static long ReadNumber(ref TtlvReader reader, KmipTag tag, TtlvType type) => type switch
    {
        TtlvType.Integer => reader.ReadInteger(tag),
        TtlvType.LongInteger => reader.ReadLongInteger(tag),
        TtlvType.Enumeration => reader.ReadEnumeration(tag),
        TtlvType.Boolean => reader.ReadBoolean(tag) ? 1 : 0,
        TtlvType.DateTime => reader.ReadDateTimeSeconds(tag),
        TtlvType.Interval => reader.ReadInterval(tag),
        _ => reader.ReadDateTimeExtendedMicroseconds(tag),
    };

    private readonly record struct Step(KmipTag Tag, TtlvType Type, long Number, string? Text, byte[]? Bytes);
}
