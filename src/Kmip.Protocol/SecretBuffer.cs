using System.Security.Cryptography;
using System.Text;

namespace Kmip.Protocol;

/// <summary>
/// Bytes that are secret: a key, a password, data to encrypt. The array is pinned, so that the garbage collector leaves no copies
/// behind, and zeroed when disposed, at the latest when collected. It never shows its content as text.
/// </summary>
public sealed class SecretBuffer : IDisposable
{
    private readonly byte[] _bytes;
    private bool _disposed;

    /// <summary>Creates a buffer of zeros.</summary>
    /// <param name="length">The length in bytes.</param>
    public SecretBuffer(int length)
    {
        _bytes = GC.AllocateArray<byte>(length, pinned: true);
    }

    /// <summary>Zeroes a buffer that nobody disposed.</summary>
    ~SecretBuffer() => CryptographicOperations.ZeroMemory(_bytes);

    /// <summary>The length in bytes; it stays after the buffer was disposed.</summary>
    public int Length => _bytes.Length;

    /// <summary>The bytes, to read or to fill.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _bytes;
        }
    }

    /// <summary>The bytes, to hand to asynchronous code. The buffer must live as long as they are used.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public Memory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _bytes;
        }
    }

    /// <summary>Copies bytes into a new buffer. The caller zeroes its own copy.</summary>
    public static SecretBuffer CopyOf(ReadOnlySpan<byte> bytes)
    {
        SecretBuffer buffer = new(bytes.Length);
        bytes.CopyTo(buffer._bytes);
        return buffer;
    }

    /// <summary>The UTF-8 bytes of a text, such as a password.</summary>
    public static SecretBuffer FromText(ReadOnlySpan<char> text)
    {
        SecretBuffer buffer = new(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, buffer._bytes);
        return buffer;
    }

    /// <summary>A second buffer with the same bytes.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public SecretBuffer Copy() => CopyOf(Span);

    /// <summary>Compares in a time that depends on the lengths only.</summary>
    public bool FixedTimeEquals(ReadOnlySpan<byte> other) => CryptographicOperations.FixedTimeEquals(Span, other);

    /// <summary>Zeroes the bytes.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_bytes);
        GC.SuppressFinalize(this);
    }

    /// <summary>The length only, never the content.</summary>
    public override string ToString() => $"[secret, {Length} bytes]";
}
