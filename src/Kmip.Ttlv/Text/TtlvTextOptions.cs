namespace Kmip.Ttlv;

/// <summary>How much <see cref="TtlvText"/> shows. Immutable.</summary>
public sealed class TtlvTextOptions
{
    private readonly int _maximumItems = 10_000;
    private readonly int _maximumCharacters = 256;

    /// <summary>
    /// Shows byte strings, big integers and secret texts too. Off by default: a dump then tells only their lengths. With it a dump may hold
    /// keys and passwords, and must be kept like them.
    /// </summary>
    public bool ShowSecrets { get; init; }

    /// <summary>The most items shown. The default is 10,000.</summary>
    /// <remarks>Stops a message of very many small items from filling a log.</remarks>
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

    /// <summary>The most characters shown of one value. The default is 256; what is left out is said.</summary>
    /// <remarks>Stops one long text from filling a log.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaximumCharacters
    {
        get => _maximumCharacters;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maximumCharacters = value;
        }
    }

    /// <summary>Names the value of an Enumeration under a tag, or returns null. Without it, values are shown as numbers.</summary>
    public Func<KmipTag, uint, string?>? EnumerationNames { get; init; }

    internal static TtlvTextOptions Default { get; } = new();
}
