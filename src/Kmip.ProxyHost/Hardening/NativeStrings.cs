using System.Runtime.InteropServices;

namespace Kmip.ProxyHost.Hardening;

/// <summary>
/// Strings in the form execve(2) takes: an array of pointers with a null at its end. Made of the raw bytes that /proc gives, each string with a zero after
/// it, so that nothing is changed by decoding.
/// </summary>
internal sealed class NativeStrings : IDisposable
{
    private readonly int _length;
    private readonly nint _memory;

    /// <summary>Copies the strings to memory that does not move.</summary>
    public NativeStrings(ReadOnlySpan<byte> zeroTerminated)
    {
        byte[] bytes = zeroTerminated.IsEmpty || zeroTerminated[^1] == 0 ? zeroTerminated.ToArray() : [.. zeroTerminated, 0];
        _length = bytes.Length;
        _memory = Marshal.AllocHGlobal(Math.Max(_length, 1));
        Marshal.Copy(bytes, 0, _memory, _length);
        List<nint> pointers = [];
        for (int start = 0; start < _length; start += bytes.AsSpan(start).IndexOf((byte)0) + 1)
        {
            pointers.Add(_memory + start);
        }

        Array.Clear(bytes);
        Pointers = [.. pointers, 0];
    }

    /// <summary>The pointers, the last one null.</summary>
    public nint[] Pointers { get; }

    /// <summary>Zeroes and frees the memory.</summary>
    public void Dispose()
    {
        Marshal.Copy(new byte[_length], 0, _memory, _length);
        Marshal.FreeHGlobal(_memory);
    }
}
