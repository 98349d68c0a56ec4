namespace Kmip.Ttlv;

/// <summary>How strictly items are read. Immutable; share one instance.</summary>
public sealed class TtlvReaderOptions
{
    /// <summary>The deepest nesting that can be configured.</summary>
    public const int LargestMaximumDepth = 64;

    private readonly int _maximumDepth = 32;
    private readonly int _maximumTextLength = 1024 * 1024;

    /// <summary>As the specification says (the default): exact lengths, zero padding.</summary>
    public static TtlvReaderOptions Strict { get; } = new();

    /// <summary>
    /// The one interoperability option: accepts non-zero padding, and Integer and Enumeration with a length of 8, which clients in the
    /// field send. Everything else stays as strict as <see cref="Strict"/>.
    /// </summary>
    public static TtlvReaderOptions Lenient { get; } = new() { AllowNonZeroPadding = true, AllowEightByteIntegers = true };

    /// <summary>The deepest nesting of structures, 1 to 64; the outermost structure is depth 1. The default is 32.</summary>
    /// <remarks>Stops a small message of nested structures from exhausting the stack of code that reads it recursively.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 64.</exception>
    public int MaximumDepth
    {
        get => _maximumDepth;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LargestMaximumDepth);
            _maximumDepth = value;
        }
    }

    /// <summary>The longest Text String, in bytes of UTF-8. The default is 1 MiB, the whole of a message.</summary>
    /// <remarks>Stops one field from becoming a very large <see cref="string"/>, which takes two bytes for each character.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaximumTextLength
    {
        get => _maximumTextLength;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _maximumTextLength = value;
        }
    }

    /// <summary>Accept padding bytes that are not zero. Off by default.</summary>
    public bool AllowNonZeroPadding { get; init; }

    /// <summary>
    /// Accept Integer and Enumeration with a length of 8. Off by default. The eight bytes are read in either of the two ways that are seen:
    /// the value extended to 64 bits (an Integer by its sign; an Enumeration by zeros or by its sign), or the four bytes of the value
    /// followed by four zero bytes. Bytes that fit neither are refused as <see cref="TtlvError.ValueOutOfRange"/>; where both fit (zero),
    /// the value is the same.
    /// </summary>
    public bool AllowEightByteIntegers { get; init; }
}
