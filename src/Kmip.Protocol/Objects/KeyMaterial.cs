using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>
/// The key itself (clause 2.1.7 of 1.x, clause 3 of 2.x): bytes, a structure of numbers (the transparent key formats), or a structure
/// of a format that this library has no model of. Exactly one of the three properties is set.
/// </summary>
public sealed class KeyMaterial : IDisposable
{
    private KeyMaterial(SecretBuffer? bytes, TransparentKey? key, OpaqueStructure? structure)
    {
        Bytes = bytes;
        Key = key;
        Structure = structure;
    }

    /// <summary>The bytes of the key, or null.</summary>
    public SecretBuffer? Bytes { get; }

    /// <summary>The parts of the key, or null.</summary>
    public TransparentKey? Key { get; }

    /// <summary>A structure without a model, or null.</summary>
    public OpaqueStructure? Structure { get; }

    /// <summary>Key material of bytes.</summary>
    /// <param name="bytes">They are copied; the caller zeroes its own copy.</param>
    public static KeyMaterial FromBytes(ReadOnlySpan<byte> bytes) => new(SecretBuffer.CopyOf(bytes), null, null);

    /// <summary>Key material of bytes.</summary>
    /// <param name="bytes">The key material disposes them.</param>
    public static KeyMaterial FromBuffer(SecretBuffer bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return new KeyMaterial(bytes, null, null);
    }

    /// <summary>Key material of parts.</summary>
    /// <param name="key">The key material disposes it.</param>
    public static KeyMaterial FromKey(TransparentKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new KeyMaterial(null, key, null);
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        Bytes?.Dispose();
        Key?.Dispose();
        Structure?.Dispose();
    }

    /// <summary>Reads the item; the key format decides the form of a structure.</summary>
    internal static KeyMaterial Read(ref TtlvReader reader, KeyFormatType format, KmipVersion version)
    {
        if (reader.PeekType() is not TtlvType.Structure)
        {
            return new KeyMaterial(SecretBuffer.CopyOf(reader.ReadByteString(KmipTag.KeyMaterial)), null, null);
        }

        TtlvReader fields = reader.ReadStructure(KmipTag.KeyMaterial);
        return TransparentKey.Decode(ref fields, format, version) is { } key
            ? new KeyMaterial(null, key, null)
            : new KeyMaterial(null, null, OpaqueStructure.Decode(ref fields, version));
    }

    /// <summary>Writes the item.</summary>
    internal void Write(TtlvWriter writer, KmipVersion version)
    {
        if (Bytes is { } bytes)
        {
            writer.WriteByteString(KmipTag.KeyMaterial, bytes.Span);
        }
        else
        {
            writer.WriteModel(KmipTag.KeyMaterial, Key is { } key ? key : Structure!, version);
        }
    }
}
