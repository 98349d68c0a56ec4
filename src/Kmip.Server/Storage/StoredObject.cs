using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>
/// A managed object as bytes: how stores keep one. The bytes hold the key in the clear; the buffer is pinned and zeroed when disposed.
/// It may be disposed while others decode it: they get the whole object or none.
/// </summary>
public sealed class StoredObject : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SecretBuffer _item;

    private StoredObject(SecretBuffer item, KmipVersion version)
    {
        _item = item;
        Version = version;
    }

    /// <summary>The version whose encoding the bytes are: 2.1, or 1.4 for what 2.x no longer has (some key formats).</summary>
    public KmipVersion Version { get; }

    /// <summary>The encoded item; not to be read while another may dispose it.</summary>
    public ReadOnlySpan<byte> Item => _item.Span;

    /// <summary>Encodes an object; the caller still disposes it.</summary>
    /// <exception cref="StoreException">No version can encode the object.</exception>
    public static StoredObject From(ManagedObject managedObject)
    {
        ArgumentNullException.ThrowIfNull(managedObject);
        return TryFrom(managedObject, KmipVersion.V2_1)
            ?? TryFrom(managedObject, KmipVersion.V1_4)
            ?? throw new StoreException(StoreError.UnsupportedObject, "The object has a value that no supported version can carry.");
    }

    /// <summary>Takes bytes that <see cref="From"/> once gave; they are copied.</summary>
    public static StoredObject FromBytes(ReadOnlySpan<byte> item, KmipVersion version) => new(SecretBuffer.CopyOf(item), version);

    /// <summary>Decodes a copy, to be disposed by the caller.</summary>
    /// <exception cref="ObjectDisposedException">The bytes have been zeroed.</exception>
    public ManagedObject Decode() => TryDecode() ?? throw new ObjectDisposedException(nameof(StoredObject));

    /// <summary>Decodes a copy, to be disposed by the caller; null once the bytes are zeroed.</summary>
    public ManagedObject? TryDecode()
    {
        lock (_gate)
        {
            return IsErased ? null : ManagedObject.Decode(_item.Span, Version);
        }
    }

    /// <summary>True once the bytes are zeroed.</summary>
    public bool IsErased { get; private set; }

    /// <summary>Zeroes the bytes.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            IsErased = true;
            _item.Dispose();
        }
    }

    private static StoredObject? TryFrom(ManagedObject managedObject, KmipVersion version)
    {
        using var writer = new TtlvWriter();
        try
        {
            managedObject.WriteItem(writer, version);
            return FromBytes(writer.WrittenSpan, version);
        }
        catch (TtlvException)
        {
            // The version lacks a value of the object: the caller tries another.
            return null;
        }
    }
}
