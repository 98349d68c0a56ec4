using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>
/// A structure that this library has no model of: a vendor's extension or attribute, or the payload of an operation it does not know.
/// It keeps the encoded items and writes them back as they were. They may hold keys: they are zeroed when disposed.
/// </summary>
public sealed class OpaqueStructure : IKmipStructure<OpaqueStructure>, IDisposable
{
    private readonly SecretBuffer _items;

    /// <summary>Takes over encoded items.</summary>
    /// <param name="items">Zero or more whole items; the structure disposes the buffer.</param>
    /// <exception cref="TtlvException">The bytes are not whole items.</exception>
    public OpaqueStructure(SecretBuffer items)
    {
        ArgumentNullException.ThrowIfNull(items);
        TtlvReader reader = new(items.Span);
        while (!reader.IsAtEnd)
        {
            reader.Skip();
        }

        _items = items;
    }

    private OpaqueStructure(ref TtlvReader reader)
    {
        int start = reader.Position;
        TtlvReader rest = reader;
        while (!reader.IsAtEnd)
        {
            reader.Skip();
        }

        _items = new SecretBuffer(reader.Position - start);
        for (Span<byte> target = _items.Span; !rest.IsAtEnd;)
        {
            ReadOnlySpan<byte> item = rest.ReadEncodedItem();
            item.CopyTo(target);
            target = target[item.Length..];
        }
    }

    /// <summary>The encoded items.</summary>
    public ReadOnlySpan<byte> Items => _items.Span;

    /// <inheritdoc/>
    public static OpaqueStructure Decode(ref TtlvReader reader, KmipVersion version) => new(ref reader);

    /// <inheritdoc/>
    public void Encode(TtlvWriter writer, KmipVersion version)
    {
        ArgumentNullException.ThrowIfNull(writer);
        // What was read leniently is written back as it was.
        TtlvReader reader = new(_items.Span, TtlvReaderOptions.Lenient);
        while (!reader.IsAtEnd)
        {
            writer.WriteEncodedItem(reader.ReadEncodedItem());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _items.Dispose();
}
