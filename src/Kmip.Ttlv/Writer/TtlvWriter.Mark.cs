using System.Security.Cryptography;

namespace Kmip.Ttlv;

public sealed partial class TtlvWriter
{
    /// <summary>Remembers this place, to come back to it with <see cref="RollbackTo"/>.</summary>
    public Mark GetMark() => new(_length, _depth, _generation);

    /// <summary>Takes back, and overwrites with zeros, everything that was written since the mark.</summary>
    /// <exception cref="InvalidOperationException">
    /// The mark is from before a <see cref="Reset"/> or lies behind the end, or the same structures are not open as there: end those that
    /// began since the mark first (a <c>using</c> has done so by the time an exception is caught outside it).
    /// </exception>
    public void RollbackTo(Mark mark)
    {
        RequireSameStructures(mark);
        CryptographicOperations.ZeroMemory(_buffer.AsSpan(mark.Length, _length - mark.Length));
        _length = mark.Length;
    }

    /// <summary>What was written since the mark, inside structures that may still be open: valid until the next call that changes the writer.</summary>
    /// <exception cref="InvalidOperationException">
    /// The mark is from before a <see cref="Reset"/> or lies behind the end, or the same structures are not open as there: the lengths of those
    /// that began since are not known yet.
    /// </exception>
    public ReadOnlySpan<byte> WrittenSince(Mark mark)
    {
        RequireSameStructures(mark);
        return _buffer.AsSpan(mark.Length, _length - mark.Length);
    }

    private void RequireSameStructures(Mark mark)
    {
        if (mark.Generation != _generation || mark.Length > _length || mark.Depth != _depth)
        {
            throw new InvalidOperationException("The mark is not of this message, or other structures are open than at the mark.");
        }
    }

    /// <summary>A place in the output of one writer.</summary>
    public readonly record struct Mark
    {
        internal Mark(int length, int depth, int generation)
        {
            Length = length;
            Depth = depth;
            Generation = generation;
        }

        /// <summary>The bytes that were written at this place.</summary>
        public int Length { get; }

        internal int Depth { get; }

        internal int Generation { get; }
    }
}
