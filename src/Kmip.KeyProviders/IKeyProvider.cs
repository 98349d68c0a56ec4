namespace Kmip.KeyProviders;

/// <summary>
/// Wraps and unwraps small data keys under one key encryption key that never leaves its service or file.
/// This is the whole contract: abilities that only some providers have are further interfaces, never further members.
/// </summary>
/// <remarks>
/// Implementations are safe for concurrent calls. Every failure that is not the caller's (an <see cref="ArgumentException"/>) or the caller's
/// own cancellation is a <see cref="KeyProviderException"/>, whose text holds neither secrets nor text of the service.
/// </remarks>
public interface IKeyProvider
{
    /// <summary>
    /// Names the key encryption key for people: an ARN, an alias, a fingerprint. Not secret. Empty where the provider was set up to unwrap only
    /// and the wrapped bytes themselves name the key.
    /// </summary>
    string KeyId { get; }

    /// <summary>Wraps a data key.</summary>
    /// <param name="dataKey">1 to <see cref="KeyProviderLimits.MaximumDataKeyLength"/> bytes.</param>
    /// <param name="cancellationToken">Ends the call early, between attempts as well as within one.</param>
    /// <returns>The wrapped bytes, at most <see cref="KeyProviderLimits.MaximumWrappedLength"/>; not secret.</returns>
    /// <exception cref="ArgumentException"><paramref name="dataKey"/> is empty or too long.</exception>
    /// <exception cref="KeyProviderException">The key could not be wrapped.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken);

    /// <summary>Unwraps a data key into memory of the caller, who owns and zeroes it.</summary>
    /// <param name="wrapped">What <see cref="WrapAsync"/> returned.</param>
    /// <param name="destination">Receives the data key. On failure nothing of the key is left in it.</param>
    /// <param name="cancellationToken">Ends the call early, between attempts as well as within one.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="KeyProviderException">
    /// The key could not be unwrapped; <see cref="KeyProviderError.UnexpectedPlaintext"/> where it is longer than <paramref name="destination"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    ValueTask<int> UnwrapAsync(ReadOnlyMemory<byte> wrapped, Memory<byte> destination, CancellationToken cancellationToken);
}
