using System.Buffers.Binary;

namespace Kmip.Protocol.Tests.Vectors;

/// <summary>Takes items out of messages, or doubles them, with all lengths around them put right.</summary>
internal static class ItemSurgery
{
    /// <summary>Every message that results from removing one item, and from doubling one.</summary>
    public static IEnumerable<byte[]> Variants(byte[] message)
    {
        foreach ((int start, int end, int[] parents) in Items(message))
        {
            yield return Splice(message, start, end, 0, parents);
            yield return Splice(message, start, end, 2, parents);
        }
    }

    private static byte[] Splice(byte[] message, int start, int end, int times, int[] parents)
    {
        byte[] item = message[start..end];
        byte[] result = [.. message[..start], .. Enumerable.Repeat(item, times).SelectMany(bytes => bytes), .. message[end..]];
        foreach (int parent in parents)
        {
            Span<byte> length = result.AsSpan(parent + 4, 4);
            BinaryPrimitives.WriteInt32BigEndian(length, BinaryPrimitives.ReadInt32BigEndian(length) + ((times - 1) * item.Length));
        }

        return result;
    }

    private static List<(int Start, int End, int[] Parents)> Items(byte[] message)
    {
        List<(int, int, int[])> items = [];
        Walk(0, message.Length, []);
        return items;

        void Walk(int offset, int end, int[] parents)
        {
            while (offset < end)
            {
                int length = BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(offset + 4));
                int next = offset + 8 + ((length + 7) & ~7);
                if (parents.Length > 0)
                {
                    items.Add((offset, next, parents));
                }

                if (message[offset + 3] == 1)
                {
                    Walk(offset + 8, offset + 8 + length, [.. parents, offset]);
                }

                offset = next;
            }
        }
    }
}
