namespace Kmip.Ttlv.Tests.Support;

/// <summary>Reads any items by their types and writes what it read: the bytes must come out as they went in.</summary>
internal static class ItemCopier
{
    /// <summary>Reads all items and returns them written again.</summary>
    public static byte[] Copy(byte[] items, TtlvReaderOptions? options = null)
    {
        using TtlvWriter writer = new(items.Length);
        TtlvReader reader = new(items, options);
        Copy(ref reader, writer);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Reads all items that are left and writes them.</summary>
    public static void Copy(ref TtlvReader reader, TtlvWriter writer)
    {
        while (reader.TryPeek(out KmipTag tag, out TtlvType type))
        {
            CopyOne(ref reader, writer, tag, type);
        }

        reader.ThrowIfNotEmpty();
    }

    private static void CopyOne(ref TtlvReader reader, TtlvWriter writer, KmipTag tag, TtlvType type)
    {
        switch (type)
        {
            case TtlvType.Structure:
                TtlvReader child = reader.ReadStructure(tag);
                using (writer.BeginStructure(tag))
                {
                    Copy(ref child, writer);
                }

                break;
            case TtlvType.Integer: writer.WriteInteger(tag, reader.ReadInteger(tag)); break;
            case TtlvType.LongInteger: writer.WriteLongInteger(tag, reader.ReadLongInteger(tag)); break;
            case TtlvType.BigInteger: writer.WriteBigInteger(tag, reader.ReadBigIntegerBytes(tag)); break;
            case TtlvType.Enumeration: writer.WriteEnumeration(tag, reader.ReadEnumeration(tag)); break;
            case TtlvType.Boolean: writer.WriteBoolean(tag, reader.ReadBoolean(tag)); break;
            case TtlvType.TextString: writer.WriteTextStringUtf8(tag, reader.ReadTextStringUtf8(tag)); break;
            case TtlvType.ByteString: writer.WriteByteString(tag, reader.ReadByteString(tag)); break;
            case TtlvType.DateTime: writer.WriteDateTimeSeconds(tag, reader.ReadDateTimeSeconds(tag)); break;
            case TtlvType.Interval: writer.WriteInterval(tag, reader.ReadInterval(tag)); break;
            case TtlvType.DateTimeExtended:
                writer.WriteDateTimeExtendedMicroseconds(tag, reader.ReadDateTimeExtendedMicroseconds(tag));
                break;
            default: throw new InvalidOperationException("The reader let an unknown type pass.");
        }
    }
}
