using System.Buffers.Binary;

namespace Kmip.Ttlv.Tests.Support;

/// <summary>Bytes of items written by hand, as the specification shows them.</summary>
internal static class Bytes
{
    /// <summary>Bytes from hexadecimal digits; blanks, <c>|</c> and line ends are for the eye.</summary>
    public static byte[] Hex(string digits) => Convert.FromHexString(string.Concat(digits.Split(' ', '|', '\n', '\r')));

    /// <summary>A header alone: tag, type and any declared length.</summary>
    public static byte[] Header(KmipTag tag, byte type, uint length)
    {
        byte[] header = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(header, ((uint)tag << 8) | type);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), length);
        return header;
    }

    /// <summary>An item: header, value and zero padding up to a multiple of 8.</summary>
    public static byte[] Item(KmipTag tag, TtlvType type, params ReadOnlySpan<byte> value)
    {
        byte[] item = new byte[8 + ((value.Length + 7) / 8 * 8)];
        Header(tag, (byte)type, (uint)value.Length).CopyTo(item, 0);
        value.CopyTo(item.AsSpan(8));
        return item;
    }

    /// <summary>A structure of items that are already encoded.</summary>
    public static byte[] Structure(KmipTag tag, params byte[][] children) =>
        Item(tag, TtlvType.Structure, [.. children.SelectMany(c => c)]);

    /// <summary>Structures nested in one another, the innermost empty.</summary>
    public static byte[] Nested(int depth)
    {
        byte[] bytes = new byte[8 * depth];
        for (int i = 0; i < depth; i++)
        {
            Header(KmipTag.RequestMessage, (byte)TtlvType.Structure, (uint)(8 * (depth - i - 1))).CopyTo(bytes, 8 * i);
        }

        return bytes;
    }

    /// <summary>The offsets of all items, structures included, of well-formed bytes.</summary>
    public static List<int> ItemOffsets(ReadOnlySpan<byte> bytes)
    {
        List<int> offsets = [];
        for (int offset = 0; offset < bytes.Length;)
        {
            offsets.Add(offset);
            int length = BinaryPrimitives.ReadInt32BigEndian(bytes[(offset + 4)..]);
            offset += bytes[offset + 3] == (byte)TtlvType.Structure ? 8 : 8 + ((length + 7) / 8 * 8);
        }

        return offsets;
    }
}
