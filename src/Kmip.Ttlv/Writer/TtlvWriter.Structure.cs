using System.Buffers.Binary;

namespace Kmip.Ttlv;

public sealed partial class TtlvWriter
{
    /// <summary>Begins a Structure: what is written until the scope is disposed is in it.</summary>
    /// <example><code>using (writer.BeginStructure(KmipTag.RequestPayload)) { ... }</code></example>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public Scope BeginStructure(KmipTag tag)
    {
        BinaryPrimitives.WriteUInt64BigEndian(Reserve(tag, TtlvItem.HeaderLength), TtlvItem.Header(tag, TtlvType.Structure, 0));
        _length += TtlvItem.HeaderLength;
        return new Scope(this, _length, ++_depth, _generation);
    }

    private void EndStructure(int start, int depth, int generation)
    {
        if (generation != _generation)
        {
            return; // the writer was reset or disposed: there is nothing left to end
        }

        if (depth != _depth)
        {
            throw new InvalidOperationException("Structures end in the order opposite to that in which they began.");
        }

        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(start - sizeof(int)), _length - start);
        _depth--;
    }

    /// <summary>An open structure. Disposing it ends the structure; dispose it once, inner ones first.</summary>
    public readonly struct Scope : IDisposable, IEquatable<Scope>
    {
        private readonly TtlvWriter? _writer;
        private readonly int _start;
        private readonly int _depth;
        private readonly int _generation;

        internal Scope(TtlvWriter writer, int start, int depth, int generation)
        {
            _writer = writer;
            _start = start;
            _depth = depth;
            _generation = generation;
        }

        /// <summary>True for the same open structure.</summary>
        public static bool operator ==(Scope left, Scope right) => left.Equals(right);

        /// <summary>False for the same open structure.</summary>
        public static bool operator !=(Scope left, Scope right) => !left.Equals(right);

        /// <summary>Ends the structure and fills in its length.</summary>
        /// <exception cref="InvalidOperationException">A structure inside it is still open, or it was ended before.</exception>
        public void Dispose() => _writer?.EndStructure(_start, _depth, _generation);

        /// <inheritdoc/>
        public bool Equals(Scope other) =>
            ReferenceEquals(_writer, other._writer) && _start == other._start && _depth == other._depth && _generation == other._generation;

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Scope other && Equals(other);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(_start, _depth, _generation);
    }
}
