using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>
/// The value of a key block (clause 2.1.4 of 1.x, 3.2 of 2.x): the key material and, optionally, attributes of the object; or, where the
/// whole value is wrapped, the wrapped bytes.
/// </summary>
public sealed class KeyValue : IKmipStructure, IDisposable
{
    private KeyValue(KeyMaterial? material, SecretBuffer? wrapped)
    {
        Material = material;
        Wrapped = wrapped;
    }

    /// <summary>A value that is not wrapped, or whose material alone is.</summary>
    /// <param name="material">The key material; the key value disposes it.</param>
    public KeyValue(KeyMaterial material)
        : this(material ?? throw new ArgumentNullException(nameof(material)), null)
    {
    }

    /// <summary>The key material; null where <see cref="Wrapped"/> is set.</summary>
    public KeyMaterial? Material { get; }

    /// <summary>The wrapped encoding of the whole structure; null where <see cref="Material"/> is set.</summary>
    public SecretBuffer? Wrapped { get; }

    /// <summary>Attributes of the object; null for none. Some clients cannot read a key that comes with them.</summary>
    public AttributeList? Attributes { get; set; }

    /// <summary>A value of key material in bytes.</summary>
    public static KeyValue FromBytes(ReadOnlySpan<byte> material) => new(KeyMaterial.FromBytes(material));

    /// <summary>A value that is wrapped as a whole.</summary>
    /// <param name="wrapped">The wrapped bytes; the key value disposes them.</param>
    public static KeyValue FromWrapped(SecretBuffer wrapped)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        return new KeyValue(null, wrapped);
    }

    /// <inheritdoc/>
    public void Encode(TtlvWriter writer, KmipVersion version)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ModelRules.RequireValue(Material, nameof(KeyValue), nameof(Material), version);
        Material.Write(writer, version);
        if (Attributes is { } attributes)
        {
            writer.WriteAttributeList(version >= KmipVersion.V2_0 ? KmipTag.Attributes : KmipTag.Attribute, attributes, version);
        }
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        Material?.Dispose();
        Wrapped?.Dispose();
    }

    /// <summary>Reads the fields of the structure.</summary>
    internal static KeyValue Decode(ref TtlvReader reader, KeyFormatType format, KmipVersion version)
    {
        ModelRules.Require(in reader, KmipTag.KeyMaterial, nameof(KeyValue));
        KeyValue value = new(KeyMaterial.Read(ref reader, format, version));
        try
        {
            KmipTag attributes = version >= KmipVersion.V2_0 ? KmipTag.Attributes : KmipTag.Attribute;
            if (reader.NextIs(attributes))
            {
                value.Attributes = reader.ReadAttributeList(attributes, version);
            }

            ModelRules.RequireEnd(in reader, nameof(KeyValue), version);
            return value;
        }
        catch
        {
            value.Dispose();
            throw;
        }
    }
}
