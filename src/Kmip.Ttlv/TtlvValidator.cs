namespace Kmip.Ttlv;

/// <summary>
/// One pass over a whole message before any of it is used: types, lengths, padding, Booleans, UTF-8, children that fill their parent,
/// depth and number of items. It does not recurse and allocates nothing.
/// </summary>
public static partial class TtlvValidator
{
    /// <summary>Checks that the bytes are exactly one well-formed item within the limits.</summary>
    /// <param name="frame">A whole message, as <see cref="TtlvFraming"/> cuts it, made contiguous; or any one item.</param>
    /// <param name="limits">The limits; their depth counts, not the depth of <paramref name="options"/>.</param>
    /// <param name="options">How strictly padding, lengths and texts are judged.</param>
    /// <exception cref="TtlvException">
    /// The item is bad, there is none (<see cref="TtlvError.MissingItem"/>), or bytes follow it (<see cref="TtlvError.TrailingData"/>).
    /// </exception>
    public static void Validate(ReadOnlySpan<byte> frame, TtlvLimits limits, TtlvReaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(options);
        if (frame.IsEmpty)
        {
            throw new TtlvException(TtlvError.MissingItem, null, 0, "there are no bytes");
        }

        if (frame.Length > limits.MaximumMessageLength)
        {
            throw new TtlvException(TtlvError.LengthExceedsLimit, null, 0, "the message is longer than the limit");
        }

        int length = CheckItem(frame, new Context(0, 0, limits.MaximumDepth, limits.MaximumItems, options));
        if (length != frame.Length)
        {
            throw new TtlvException(TtlvError.TrailingData, null, length, "bytes follow the message");
        }
    }
}
