using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Kmip.Ttlv;

/// <summary>
/// Writes items one after the other into one contiguous, pooled buffer. The lengths of structures are filled in when they end. Once the
/// buffer has grown to its size, nothing is allocated. Not safe for use by several threads at once.
/// </summary>
/// <remarks>
/// A message may hold keys: what was written is overwritten with zeros when the buffer grows, on <see cref="RollbackTo"/>,
/// <see cref="Reset"/> and <see cref="Dispose"/>, before the pool gets it back.
/// </remarks>
public sealed partial class TtlvWriter : IDisposable
{
    private readonly int _maximumLength;
    private byte[] _buffer;
    private int _length;
    private int _limit; // how far may be written without growing: the end of the buffer or the maximum length
    private int _depth;
    private int _generation; // counts Reset and Dispose, so that a Mark or Scope from before is refused
    private bool _disposed;

    /// <summary>Creates an empty writer.</summary>
    /// <param name="initialCapacity">The bytes to begin with; the buffer doubles as needed.</param>
    /// <param name="maximumLength">The longest output in bytes: a write beyond it is refused with a <see cref="TtlvException"/> of
    /// <see cref="TtlvError.OutputLimitExceeded"/>, so that no message grows without end.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public TtlvWriter(int initialCapacity = 1024, int maximumLength = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCapacity);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumLength);
        _maximumLength = Math.Min(maximumLength, Array.MaxLength);
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Min(initialCapacity, _maximumLength));
        _limit = Math.Min(_buffer.Length, _maximumLength);
    }

    /// <summary>The bytes written so far.</summary>
    public int Length => _length;

    /// <summary>What was written: valid until the next call that changes the writer.</summary>
    /// <exception cref="InvalidOperationException">A structure is still open: its length is not known.</exception>
    public ReadOnlySpan<byte> WrittenSpan => WrittenMemory.Span;

    /// <summary>What was written: valid until the next call that changes the writer.</summary>
    /// <exception cref="InvalidOperationException">A structure is still open: its length is not known.</exception>
    public ReadOnlyMemory<byte> WrittenMemory => _depth == 0
        ? _buffer.AsMemory(0, _length)
        : throw new InvalidOperationException("End every structure before the written bytes are taken: its length is not known yet.");

    /// <summary>Empties the writer for the next message; its buffer is zeroed and kept.</summary>
    public void Reset()
    {
        CryptographicOperations.ZeroMemory(_buffer.AsSpan(0, _length));
        _length = 0;
        _depth = 0;
        _generation++;
    }

    /// <summary>Zeroes the buffer and gives it back to the pool.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            Reset();
            _disposed = true;
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _limit = 0;
        }
    }

    /// <summary>Makes room for <paramref name="size"/> more bytes; called where they do not fit.</summary>
    private void Grow(KmipTag tag, uint size)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        long needed = (long)_length + size;
        if (needed > _maximumLength)
        {
            ThrowTooLong(tag);
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(needed, Math.Min(2L * _buffer.Length, _maximumLength)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        CryptographicOperations.ZeroMemory(_buffer.AsSpan(0, _length));
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        _limit = Math.Min(larger.Length, _maximumLength);
    }

    [DoesNotReturn]
    private void ThrowTooLong(KmipTag tag) =>
        throw new TtlvException(TtlvError.OutputLimitExceeded, tag, _length, $"the message may be at most {_maximumLength} bytes long");
}
