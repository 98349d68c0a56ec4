namespace Kmip.Ttlv;

public sealed partial class TtlvWriter
{
    /// <summary>Writes one item that is already encoded, as <see cref="TtlvReader.ReadEncodedItem"/> returned it.</summary>
    /// <param name="item">Header, value and padding. It is copied; that it is well-formed is what the reader has checked.</param>
    /// <exception cref="ArgumentException">The length of the item is not what its own header says.</exception>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteEncodedItem(ReadOnlySpan<byte> item)
    {
        if (item.Length < TtlvItem.HeaderLength)
        {
            throw new ArgumentException("An encoded item has at least the 8 bytes of its header.", nameof(item));
        }

        ulong header = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(item);
        if ((((ulong)(uint)header + 7) & ~7UL) + TtlvItem.HeaderLength != (ulong)item.Length)
        {
            throw new ArgumentException("The length of the encoded item is not what its header says.", nameof(item));
        }

        item.CopyTo(Reserve(TtlvItem.TagOf(header), (uint)item.Length));
        _length += item.Length;
    }
}
