using System.Numerics;
using System.Text;

namespace Kmip.Ttlv.Tests.Support;

/// <summary>An item as a value, for tests that make, encode, decode and compare whole trees.</summary>
public sealed record TreeItem(KmipTag Tag, TtlvType Type, object Value)
{
    public IReadOnlyList<TreeItem> Children => (IReadOnlyList<TreeItem>)Value;

    /// <summary>Writes the item with the writer under test.</summary>
    public void Write(TtlvWriter writer)
    {
        switch (Type)
        {
            case TtlvType.Structure:
                using (writer.BeginStructure(Tag))
                {
                    foreach (TreeItem child in Children)
                    {
                        child.Write(writer);
                    }
                }

                break;
            case TtlvType.Integer: writer.WriteInteger(Tag, (int)Value); break;
            case TtlvType.LongInteger: writer.WriteLongInteger(Tag, (long)Value); break;
            case TtlvType.BigInteger: writer.WriteBigInteger(Tag, (BigInteger)Value); break;
            case TtlvType.Enumeration: writer.WriteEnumeration(Tag, (uint)Value); break;
            case TtlvType.Boolean: writer.WriteBoolean(Tag, (bool)Value); break;
            case TtlvType.TextString: writer.WriteTextString(Tag, (string)Value); break;
            case TtlvType.ByteString: writer.WriteByteString(Tag, (byte[])Value); break;
            case TtlvType.DateTime: writer.WriteDateTimeSeconds(Tag, (long)Value); break;
            case TtlvType.Interval: writer.WriteInterval(Tag, (uint)Value); break;
            default: writer.WriteDateTimeExtendedMicroseconds(Tag, (long)Value); break;
        }
    }

    /// <summary>Encodes the item in the plainest way, as an oracle: no code of the library is used.</summary>
    public byte[] EncodePlainly() => Bytes.Item(Tag, Type, PlainValue());

    /// <summary>Reads the next item with the reader under test.</summary>
    public static TreeItem Read(ref TtlvReader reader)
    {
        KmipTag tag = reader.PeekTag();
        TtlvType type = reader.PeekType();
        if (type != TtlvType.Structure)
        {
            return new TreeItem(tag, type, ReadValue(ref reader, tag, type));
        }

        List<TreeItem> children = [];
        TtlvReader child = reader.ReadStructure(tag);
        while (!child.IsAtEnd)
        {
            children.Add(Read(ref child));
        }

        return new TreeItem(tag, type, children);
    }

    public override string ToString() => Value switch
    {
        IReadOnlyList<TreeItem> children => $"{(uint)Tag:X6}[{string.Join(", ", children)}]",
        byte[] bytes => $"{(uint)Tag:X6}:{Type}={Convert.ToHexString(bytes)}",
        _ => $"{(uint)Tag:X6}:{Type}={Value}",
    };

    private static object ReadValue(ref TtlvReader reader, KmipTag tag, TtlvType type) => type switch
    {
        TtlvType.Integer => reader.ReadInteger(tag),
        TtlvType.LongInteger => reader.ReadLongInteger(tag),
        TtlvType.BigInteger => reader.ReadBigInteger(tag),
        TtlvType.Enumeration => reader.ReadEnumeration(tag),
        TtlvType.Boolean => reader.ReadBoolean(tag),
        TtlvType.TextString => reader.ReadTextString(tag),
        TtlvType.ByteString => reader.ReadByteString(tag).ToArray(),
        TtlvType.DateTime => reader.ReadDateTimeSeconds(tag),
        TtlvType.Interval => reader.ReadInterval(tag),
        _ => reader.ReadDateTimeExtendedMicroseconds(tag),
    };

    private byte[] PlainValue() => Value switch
    {
        IReadOnlyList<TreeItem> children => [.. children.SelectMany(c => c.EncodePlainly())],
        int number => BigEndian(BitConverter.GetBytes(number)),
        uint number => BigEndian(BitConverter.GetBytes(number)),
        long number => BigEndian(BitConverter.GetBytes(number)),
        bool truth => [0, 0, 0, 0, 0, 0, 0, truth ? (byte)1 : (byte)0],
        string text => Encoding.UTF8.GetBytes(text),
        byte[] bytes => bytes,
        BigInteger number => SignExtended(number),
        _ => throw new InvalidOperationException("No such value in a tree."),
    };

    private static byte[] BigEndian(byte[] bytes) => BitConverter.IsLittleEndian ? [.. bytes.Reverse()] : bytes;

    private static byte[] SignExtended(BigInteger number)
    {
        List<byte> bytes = [.. number.ToByteArray(isUnsigned: false, isBigEndian: true)];
        while (bytes.Count % 8 != 0)
        {
            bytes.Insert(0, number.Sign < 0 ? (byte)0xFF : (byte)0);
        }

        return [.. bytes];
    }
}
