using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Support;

/// <summary>One way to damage a message; the same values damage the same message in the same way.</summary>
public sealed record Mutation(Mutation.Kind How, int Place, int Value)
{
    public enum Kind
    {
        FlipBit,
        SetByte,
        Truncate,
        Extend,
        ChangeLength,
        SwapItems,
        RepeatItem,
        RemoveItem,
    }

    public static Gen<Mutation> Any { get; } =
        from kind in Gen.Elements(Enum.GetValues<Kind>())
        from place in Gen.Choose(0, 1_000_000)
        from value in Gen.Choose(0, 255)
        select new Mutation(kind, place, value);

    /// <summary>A damaged copy; a message that no longer has items to swap is returned as it is.</summary>
    public byte[] Apply(byte[] message) => message.Length == 0 ? message : How switch
    {
        Kind.FlipBit => Changed(message, bytes => bytes[Place % bytes.Length] ^= (byte)(1 << (Value & 7))),
        Kind.SetByte => Changed(message, bytes => bytes[Place % bytes.Length] = (byte)Value),
        Kind.Truncate => message[..(Place % message.Length)],
        Kind.Extend => [.. message, .. Enumerable.Repeat((byte)Value, 8 * (1 + (Place & 3)))],
        Kind.ChangeLength => ChangeLength(message),
        _ => ChangeItems(message),
    };

    private static byte[] Changed(byte[] message, Action<byte[]> change)
    {
        byte[] copy = [.. message];
        change(copy);
        return copy;
    }

    private byte[] ChangeLength(byte[] message)
    {
        List<(int Start, int Length, int Parent)> items = Items(message);
        return items.Count == 0 ? message : Changed(message, bytes =>
        {
            Span<byte> length = bytes.AsSpan(items[Place % items.Count].Start + 4, 4);
            BinaryPrimitives.WriteInt32BigEndian(length, BinaryPrimitives.ReadInt32BigEndian(length) + Value - 128);
        });
    }

    /// <summary>Changes the order or number of items; the lengths of the structures around are put right, so that only the content is wrong.</summary>
    private byte[] ChangeItems(byte[] message)
    {
        List<(int Start, int Length, int Parent)> items = Items(message);
        if (items.Count < 2)
        {
            return message;
        }

        (int start, int length, int parent) = items[1 + (Place % (items.Count - 1))];
        byte[] item = message[start..(start + length)];
        int end = start + length;
        if (How is Kind.SwapItems)
        {
            (int nextStart, int nextLength, _) = items.Find(next => next.Start == end && next.Parent == parent);
            return nextLength == 0 ? message : [.. message[..start], .. message[nextStart..(nextStart + nextLength)], .. item, .. message[(nextStart + nextLength)..]];
        }

        byte[] changed = How is Kind.RepeatItem ? [.. message[..end], .. item, .. message[end..]] : [.. message[..start], .. message[end..]];
        for (int at = parent; at >= 0; at = items.Find(outer => outer.Start == at).Parent)
        {
            Span<byte> outer = changed.AsSpan(at + 4, 4);
            BinaryPrimitives.WriteInt32BigEndian(outer, BinaryPrimitives.ReadInt32BigEndian(outer) + (How is Kind.RepeatItem ? length : -length));
        }

        return changed;
    }

    /// <summary>Every item with the start of the structure it is in, -1 for the outermost; none where the message is not well-formed.</summary>
    private static List<(int Start, int Length, int Parent)> Items(byte[] message)
    {
        List<(int Start, int Length, int Parent)> items = [];
        try
        {
            var reader = new TtlvReader(message);
            Collect(ref reader, -1, items);
            return items;
        }
        catch (TtlvException)
        {
            return [];
        }
    }

    private static void Collect(ref TtlvReader reader, int parent, List<(int Start, int Length, int Parent)> items)
    {
        while (reader.TryPeek(out KmipTag tag, out TtlvType type))
        {
            int start = reader.Position;
            TtlvReader inside = reader;
            int length = reader.ReadEncodedItem().Length;
            items.Add((start, length, parent));
            if (type is TtlvType.Structure)
            {
                TtlvReader fields = inside.ReadStructure(tag);
                Collect(ref fields, start, items);
            }
        }
    }
}
