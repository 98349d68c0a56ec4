namespace Kmip.Ttlv;

public ref partial struct TtlvReader
{
    /// <summary>
    /// Reads the next item whole, whatever it is: header, value and padding, checked with all that is in it. For items that are kept or
    /// passed on as they are; <see cref="TtlvWriter.WriteEncodedItem"/> writes them.
    /// </summary>
    /// <exception cref="TtlvException">There is no item, or it or one inside it is bad.</exception>
    public ReadOnlySpan<byte> ReadEncodedItem()
    {
        _ = PeekHeader(null);
        TtlvReaderOptions options = Options;
        int length = TtlvValidator.CheckItem(_rest, new(Position, Depth, options.MaximumDepth, int.MaxValue, options));
        ReadOnlySpan<byte> item = _rest[..length];
        _rest = _rest[length..];
        return item;
    }

    /// <summary>Moves on behind the next item, which is checked as by <see cref="ReadEncodedItem"/>.</summary>
    /// <exception cref="TtlvException">There is no item, or it or one inside it is bad.</exception>
    public void Skip() => _ = ReadEncodedItem();
}
