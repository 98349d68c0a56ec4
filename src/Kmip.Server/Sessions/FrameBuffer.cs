using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Kmip.Server;

/// <summary>
/// One message as contiguous memory: the transport's own memory where the message lies in one segment, else a rented copy. Disposing zeroes
/// the copy and the transport's bytes, which the session has consumed and which may hold a key that was being registered.
/// </summary>
internal readonly struct FrameBuffer : IDisposable
{
    private readonly ReadOnlySequence<byte> _source;
    private readonly byte[]? _rented;

    /// <summary>Takes the message; no copy where it is one segment.</summary>
    public FrameBuffer(ReadOnlySequence<byte> frame)
    {
        _source = frame;
        if (frame.IsSingleSegment)
        {
            Memory = frame.First;
            return;
        }

        int length = checked((int)frame.Length);
        _rented = ArrayPool<byte>.Shared.Rent(length);
        frame.CopyTo(_rented);
        Memory = _rented.AsMemory(0, length);
    }

    /// <summary>The message; invalid once disposed.</summary>
    public ReadOnlyMemory<byte> Memory { get; }

    /// <summary>Zeroes and returns the memory.</summary>
    public void Dispose()
    {
        if (_rented is not null)
        {
            CryptographicOperations.ZeroMemory(_rented.AsSpan(0, Memory.Length));
            ArrayPool<byte>.Shared.Return(_rented);
        }

        foreach (ReadOnlyMemory<byte> segment in _source)
        {
            // The pipe's reader owns consumed bytes until AdvanceTo: nobody else reads or writes them.
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsMemory(segment).Span);
        }
    }
}
