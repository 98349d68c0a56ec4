namespace Kmip.KeyProviders;

/// <summary>Sizes every provider holds to, so that data keys can move from one provider to another.</summary>
public static class KeyProviderLimits
{
    /// <summary>The longest data key in bytes: what the cloud services accept for one call.</summary>
    public const int MaximumDataKeyLength = 4096;

    /// <summary>
    /// The longest wrapped key in bytes. Longer input is refused before it is sent or decrypted, so that a hostile key file costs nothing.
    /// </summary>
    public const int MaximumWrappedLength = 6144;

    /// <summary>Checks a data key that is to be wrapped.</summary>
    /// <exception cref="ArgumentException">It is empty or longer than <see cref="MaximumDataKeyLength"/>.</exception>
    public static void ThrowIfNotWrappable(ReadOnlyMemory<byte> dataKey)
    {
        if (dataKey.IsEmpty || dataKey.Length > MaximumDataKeyLength)
        {
            throw new ArgumentException($"A data key has 1 to {MaximumDataKeyLength} bytes; this one has {dataKey.Length}.", nameof(dataKey));
        }
    }

    /// <summary>Checks wrapped bytes before any work is done for them.</summary>
    /// <exception cref="KeyProviderException">
    /// <see cref="KeyProviderError.CiphertextRejected"/>: empty or longer than <see cref="MaximumWrappedLength"/>.
    /// </exception>
    public static void ThrowIfNotUnwrappable(ReadOnlyMemory<byte> wrapped)
    {
        if (wrapped.IsEmpty || wrapped.Length > MaximumWrappedLength)
        {
            throw new KeyProviderException(
                KeyProviderError.CiphertextRejected,
                $"A wrapped key has 1 to {MaximumWrappedLength} bytes; this one has {wrapped.Length}.")
            {
                Remedy = "Check that the wrapped key was read from the right file or field.",
            };
        }
    }

    /// <summary>The failure of an unwrap whose data key is longer than the memory it was to go to.</summary>
    public static KeyProviderException DestinationTooSmall(int plaintextLength, int destinationLength) => new(
        KeyProviderError.UnexpectedPlaintext,
        $"The unwrapped key has {plaintextLength} bytes where at most {destinationLength} were expected.")
    {
        Remedy = "Check that the wrapped key is the one of this object.",
    };
}
