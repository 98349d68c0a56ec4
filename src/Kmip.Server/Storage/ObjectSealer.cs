using System.Security.Cryptography;
using System.Text;
using Kmip.KeyProviders;
using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// Seals managed objects under a key provider: each is encrypted with AES-256-GCM under a data key of its own, which the provider wraps. Opening
/// an object asks the provider every time: once its key is disabled or destroyed, nothing can be opened. A sealed object opens under its own
/// identifier only. docs/decisions/0016 says why; the layout of the bytes is <see cref="SealedLayout"/>.
/// </summary>
public sealed class ObjectSealer
{
    private const int DataKeyLength = 32;

    private readonly IKeyProvider _provider;

    /// <summary>A sealer under a provider.</summary>
    public ObjectSealer(IKeyProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        _provider = provider;
    }

    /// <summary>Seals an object.</summary>
    /// <param name="uniqueIdentifier">The identifier it will be opened by.</param>
    /// <param name="content">The object; the caller still disposes it.</param>
    /// <param name="cancellationToken">Ends the call of the provider.</param>
    /// <returns>Bytes that a store can keep anywhere: without the provider they tell the length of the object and no more.</returns>
    /// <exception cref="KeyProviderException">The provider could not wrap the data key.</exception>
    public async ValueTask<byte[]> SealAsync(string uniqueIdentifier, StoredObject content, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(uniqueIdentifier);
        ArgumentNullException.ThrowIfNull(content);
        using var dataKey = new SecretBuffer(DataKeyLength);
        RandomNumberGenerator.Fill(dataKey.Span);
        byte[] wrapped = await _provider.WrapAsync(dataKey.Memory, cancellationToken).ConfigureAwait(false);
        if (wrapped is not { Length: > 0 and <= KeyProviderLimits.MaximumWrappedLength })
        {
            throw new KeyProviderException(KeyProviderError.IntegrityCheckFailed, "The key provider returned no wrapped key of a possible length.");
        }

        SealedLayout layout = SealedLayout.ForNew(content.Version, wrapped.Length, content.Item.Length);
        byte[] result = new byte[layout.Length];
        layout.WriteHeader(result);
        wrapped.CopyTo(result.AsSpan(layout.Wrapped));
        RandomNumberGenerator.Fill(result.AsSpan(layout.Nonce));
        using var gcm = new AesGcm(dataKey.Span, SealedLayout.TagLength);
        gcm.Encrypt(
            result.AsSpan(layout.Nonce), content.Item, result.AsSpan(layout.Content), result.AsSpan(layout.Tag),
            AdditionalData(uniqueIdentifier, result.AsSpan(layout.Authenticated)));
        return result;
    }

    /// <summary>Opens what <see cref="SealAsync"/> gave.</summary>
    /// <param name="uniqueIdentifier">The identifier it was sealed with.</param>
    /// <param name="sealedObject">The bytes.</param>
    /// <param name="cancellationToken">Ends the call of the provider.</param>
    /// <returns>The object, to be disposed by the caller.</returns>
    /// <exception cref="KeyProviderException">The provider could not unwrap the data key, or gave another.</exception>
    /// <exception cref="StoreException">The bytes are damaged, or are those of another object.</exception>
    public async ValueTask<StoredObject> OpenAsync(string uniqueIdentifier, ReadOnlyMemory<byte> sealedObject, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(uniqueIdentifier);
        SealedLayout layout = SealedLayout.Read(sealedObject.Span) ?? throw Damaged();
        using var dataKey = new SecretBuffer(DataKeyLength);
        int length = await _provider.UnwrapAsync(sealedObject[layout.Wrapped], dataKey.Memory, cancellationToken).ConfigureAwait(false);
        return length == DataKeyLength
            ? Open(uniqueIdentifier, sealedObject.Span, layout, dataKey.Span)
            : throw new KeyProviderException(KeyProviderError.UnexpectedPlaintext, $"The key provider returned a data key of {length} bytes instead of {DataKeyLength}.");
    }

    private static StoredObject Open(string uniqueIdentifier, ReadOnlySpan<byte> bytes, SealedLayout layout, ReadOnlySpan<byte> dataKey)
    {
        using var content = new SecretBuffer(bytes[layout.Content].Length);
        using var gcm = new AesGcm(dataKey, SealedLayout.TagLength);
        try
        {
            gcm.Decrypt(
                bytes[layout.Nonce], bytes[layout.Content], bytes[layout.Tag], content.Span, AdditionalData(uniqueIdentifier, bytes[layout.Authenticated]));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw Damaged();
        }

        return StoredObject.FromBytes(content.Span, layout.Version);
    }

    // Everything before the nonce and the identifier: neither a header nor an object can be put in the place of another's.
    private static byte[] AdditionalData(string uniqueIdentifier, ReadOnlySpan<byte> header) => [.. header, .. Encoding.UTF8.GetBytes(uniqueIdentifier)];

    private static StoreException Damaged() => new(StoreError.Failed, "The stored object is damaged or belongs to another identifier.");
}
