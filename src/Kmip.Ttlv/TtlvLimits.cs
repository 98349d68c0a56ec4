namespace Kmip.Ttlv;

/// <summary>The limits of one whole message, checked before anything is buffered or allocated. Immutable; share one instance.</summary>
public sealed class TtlvLimits
{
    private readonly int _maximumMessageLength = 1024 * 1024;
    private readonly int _maximumDepth = 32;
    private readonly int _maximumItems = 20_000;

    /// <summary>1 MiB, 32 levels, 20,000 items.</summary>
    public static TtlvLimits Default { get; } = new();

    /// <summary>The longest message in bytes, its own header of 8 bytes included. The default is 1 MiB.</summary>
    /// <remarks>Stops a header that declares 4 GiB from making the receiver buffer it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 16.</exception>
    public int MaximumMessageLength
    {
        get => _maximumMessageLength;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 16);
            _maximumMessageLength = value;
        }
    }

    /// <summary>The deepest nesting of structures, 1 to 64; the message itself is depth 1. The default is 32.</summary>
    /// <remarks>Stops a message of 131,000 nested structures from exhausting the stack.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 64.</exception>
    public int MaximumDepth
    {
        get => _maximumDepth;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TtlvReaderOptions.LargestMaximumDepth);
            _maximumDepth = value;
        }
    }

    /// <summary>
    /// The most items in a message, structures included. The default is 20,000: a batch of 1,000 Get responses has 14,000.
    /// </summary>
    /// <remarks>Stops a message of 131,000 empty items from becoming as many objects, many times its own size.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaximumItems
    {
        get => _maximumItems;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maximumItems = value;
        }
    }
}
