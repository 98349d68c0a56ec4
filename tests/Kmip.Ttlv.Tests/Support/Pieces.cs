using System.Buffers;

namespace Kmip.Ttlv.Tests.Support;

/// <summary>Bytes as a sequence of segments, as a pipe delivers them.</summary>
internal static class Pieces
{
    /// <summary>The bytes cut at the given places; empty pieces stay as empty segments.</summary>
    public static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> bytes, params IEnumerable<int> cuts)
    {
        Segment first = new(ReadOnlyMemory<byte>.Empty, null);
        Segment last = first;
        int start = 0;
        foreach (int cut in cuts.Append(bytes.Length))
        {
            last = new Segment(bytes[start..cut], last);
            start = cut;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
