using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Kmip.Conformance.Tests.Wire;

/// <summary>
/// One TTLV item as a tree that can be changed and written again. Written from the specification alone (KMIP 1.4 section 9.1) and without
/// the project's codec, so that it also checks what that codec writes: a wrong length, type or padding does not parse.
/// </summary>
public sealed class WireItem
{
    private WireItem(uint tag, WireType type, byte[] value, List<WireItem> children)
    {
        Tag = tag;
        Type = type;
        Value = value;
        Children = children;
    }

    public uint Tag { get; }

    public WireType Type { get; }

    /// <summary>The value without padding; empty for a structure.</summary>
    public byte[] Value { get; set; }

    public List<WireItem> Children { get; }

    public string Text => Type == WireType.TextString ? Encoding.UTF8.GetString(Value) : throw Wrong("is not a Text String");

    public uint Number => Type is WireType.Integer or WireType.Enumeration or WireType.Interval
        ? BinaryPrimitives.ReadUInt32BigEndian(Value)
        : throw Wrong("is not a number of 32 bits");

    /// <summary>A structure of the given items.</summary>
    public static WireItem Structure(uint tag, params IEnumerable<WireItem> children) => new(tag, WireType.Structure, [], [.. children]);

    /// <summary>An Integer or an Enumeration.</summary>
    public static WireItem OfNumber(uint tag, WireType type, int number)
    {
        byte[] value = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(value, number);
        return new WireItem(tag, type, value, []);
    }

    /// <summary>A Text String.</summary>
    public static WireItem OfText(uint tag, string text) => new(tag, WireType.TextString, Encoding.UTF8.GetBytes(text), []);

    /// <summary>A Byte String.</summary>
    public static WireItem OfBytes(uint tag, byte[] bytes) => new(tag, WireType.ByteString, bytes, []);

    /// <summary>A Date-Time.</summary>
    public static WireItem OfTime(uint tag, DateTimeOffset time)
    {
        byte[] value = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(value, time.ToUnixTimeSeconds());
        return new WireItem(tag, WireType.DateTime, value, []);
    }

    /// <summary>The same item, to be changed on its own.</summary>
    public WireItem Copy() => new(Tag, Type, [.. Value], [.. Children.Select(child => child.Copy())]);

    /// <summary>The same value under another tag.</summary>
    public WireItem Retagged(uint tag) => new(tag, Type, Value, Children);

    /// <summary>The first child with the tag, or null.</summary>
    public WireItem? Find(uint tag) => Children.Find(child => child.Tag == tag);

    /// <summary>The first item found by going down the tags, or null.</summary>
    public WireItem? Find(params ReadOnlySpan<uint> path)
    {
        WireItem? item = this;
        foreach (uint tag in path)
        {
            item = item?.Find(tag);
        }

        return item;
    }

    /// <summary>This item and everything in it, in order.</summary>
    public IEnumerable<WireItem> All() => Children.SelectMany(child => child.All()).Prepend(this);

    /// <summary>Reads exactly one item; anything else in the bytes is an error.</summary>
    /// <exception cref="FormatException">The bytes are not one well-formed item.</exception>
    public static WireItem Parse(ReadOnlySpan<byte> bytes)
    {
        WireItem item = ParseOne(ref bytes);
        return bytes.IsEmpty ? item : throw new FormatException($"{bytes.Length} bytes follow the message");
    }

    /// <summary>Writes the item, every length computed anew.</summary>
    public byte[] Encode()
    {
        MemoryStream stream = new();
        Write(stream);
        return stream.ToArray();
    }

    /// <summary>The value for people.</summary>
    public string Describe() => Type switch
    {
        WireType.Structure => $"{{{string.Join(", ", Children.Select(child => child.Describe()))}}}",
        WireType.TextString => $"'{Text}'",
        WireType.Integer => BinaryPrimitives.ReadInt32BigEndian(Value).ToString(CultureInfo.InvariantCulture),
        WireType.Enumeration => $"0x{Number:X}",
        WireType.Interval => $"{Number} s",
        WireType.Boolean => Value[7] == 1 ? "true" : "false",
        _ => Convert.ToHexString(Value),
    };

    private void Write(MemoryStream stream)
    {
        byte[] value = Type == WireType.Structure ? [.. Children.SelectMany(child => child.Encode())] : Value;
        Span<byte> header = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(header, (Tag << 8) | (uint)Type);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], value.Length);
        stream.Write(header);
        stream.Write(value);
        stream.Write(new byte[-value.Length & 7]);
    }

    private static WireItem ParseOne(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8)
        {
            throw new FormatException("the header of an item is cut");
        }

        uint tag = BinaryPrimitives.ReadUInt32BigEndian(bytes) >> 8;
        WireType type = (WireType)bytes[3];
        uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        bytes = bytes[8..];
        WireRules.CheckLength(tag, type, length);
        uint padded = (length + 7) & ~7u;
        if (padded > bytes.Length)
        {
            throw new FormatException($"item {tag:X6} is longer than what contains it");
        }

        ReadOnlySpan<byte> value = bytes[..(int)length];
        WireRules.CheckValue(tag, type, value, bytes[(int)length..(int)padded]);
        bytes = bytes[(int)padded..];
        List<WireItem> children = [];
        for (ReadOnlySpan<byte> rest = type == WireType.Structure ? value : []; !rest.IsEmpty;)
        {
            children.Add(ParseOne(ref rest));
        }

        return new WireItem(tag, type, type == WireType.Structure ? [] : value.ToArray(), children);
    }

    private FormatException Wrong(string what) => new($"item {Tag:X6} {what}");
}
