using System.Security.Cryptography;

namespace Kmip.ProxyHost.Keys;

/// <summary>An unwrapped key: in memory that does not move, zeroed when it is let go.</summary>
internal sealed class MasterKey : IDisposable
{
    private readonly byte[] _bytes;
    private readonly int _length;

    /// <summary>Takes a copy.</summary>
    public MasterKey(ReadOnlySpan<byte> key)
    {
        _bytes = GC.AllocateArray<byte>(key.Length, pinned: true);
        key.CopyTo(_bytes);
        _length = key.Length;
    }

    /// <summary>The key; throws once it is let go.</summary>
    public ReadOnlySpan<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return _bytes.AsSpan(0, _length);
        }
    }

    /// <summary>True once the key is zeroed.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        IsDisposed = true;
        CryptographicOperations.ZeroMemory(_bytes);
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => "(a key)";
}
