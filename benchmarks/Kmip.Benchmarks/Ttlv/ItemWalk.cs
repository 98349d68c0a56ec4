using Kmip.Ttlv;

namespace Kmip.Benchmarks.Ttlv;

/// <summary>Reads every item by its type, as code that knows no message does.</summary>
internal static class ItemWalk
{
    /// <summary>Reads all that is left.</summary>
    /// <returns>A number made of all values, so that no read can be left out by the compiler.</returns>
    public static long Read(ref TtlvReader reader)
    {
        long sum = 0;
        while (reader.TryPeek(out KmipTag tag, out TtlvType type))
        {
            sum += ReadOne(ref reader, tag, type);
        }

        return sum;
    }

    private static long ReadOne(ref TtlvReader reader, KmipTag tag, TtlvType type)
    {
        switch (type)
        {
            case TtlvType.Structure:
                TtlvReader child = reader.ReadStructure(tag);
                return Read(ref child);
            case TtlvType.Integer: return reader.ReadInteger(tag);
            case TtlvType.LongInteger: return reader.ReadLongInteger(tag);
            case TtlvType.BigInteger: return reader.ReadBigIntegerBytes(tag).Length;
            case TtlvType.Enumeration: return reader.ReadEnumeration(tag);
            case TtlvType.Boolean: return reader.ReadBoolean(tag) ? 1 : 0;
            case TtlvType.TextString: return reader.ReadTextStringUtf8(tag).Length;
            case TtlvType.ByteString: return reader.ReadByteString(tag).Length;
            case TtlvType.DateTime: return reader.ReadDateTimeSeconds(tag);
            case TtlvType.Interval: return reader.ReadInterval(tag);
            default: return reader.ReadDateTimeExtendedMicroseconds(tag);
        }
    }
}
