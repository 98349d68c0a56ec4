using System.Security.Cryptography;

namespace Kmip.KeyProviders;

/// <summary>
/// Wraps data keys with AES-256-GCM under a key from a file of this machine: for tests, demonstrations and places without a cloud.
/// The protection is that of the key file. The format of the wrapped bytes is <see cref="LocalKeyFormat"/>.
/// </summary>
public sealed class LocalKeyProvider : IKeyProvider, IDisposable
{
    private readonly byte[] _key;
    private readonly byte[] _fingerprint;
    private bool _disposed;

    /// <summary>Creates a provider over a copy of a 32-byte key.</summary>
    /// <exception cref="ArgumentException">The key does not have 32 bytes.</exception>
    public LocalKeyProvider(ReadOnlySpan<byte> key)
    {
        if (key.Length != LocalKeyFile.KeyLength)
        {
            throw new ArgumentException($"A local key has {LocalKeyFile.KeyLength} bytes.", nameof(key));
        }

        // Pinned, so that the collector leaves no copies behind when it moves objects.
        _key = GC.AllocateUninitializedArray<byte>(LocalKeyFile.KeyLength, pinned: true);
        key.CopyTo(_key);
        _fingerprint = LocalKeyFormat.Fingerprint(key);
        KeyId = "local:" + Convert.ToHexStringLower(_fingerprint);
    }

    /// <summary><c>local:</c> and the fingerprint of the key: 8 bytes of an HMAC, from which the key cannot be found.</summary>
    public string KeyId { get; }

    /// <summary>Creates a provider with the key of a file; see <see cref="LocalKeyFile"/> for what may stand in it.</summary>
    /// <exception cref="KeyProviderException">
    /// <see cref="KeyProviderError.InvalidConfiguration"/>: the file is missing, unreadable, readable by everybody, or holds no key.
    /// </exception>
    public static LocalKeyProvider FromKeyFile(string path)
    {
        byte[] key = LocalKeyFile.Read(path);
        try
        {
            return new LocalKeyProvider(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <inheritdoc cref="LocalKeyFile.Create"/>
    public static void CreateKeyFile(string path) => LocalKeyFile.Create(path);

    /// <inheritdoc/>
    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
    {
        KeyProviderLimits.ThrowIfNotWrappable(dataKey);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<byte[]>(cancellationToken)
            : ValueTask.FromResult(LocalKeyFormat.Seal(_key, _fingerprint, dataKey.Span));
    }

    /// <inheritdoc/>
    public ValueTask<int> UnwrapAsync(ReadOnlyMemory<byte> wrapped, Memory<byte> destination, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        try
        {
            KeyProviderLimits.ThrowIfNotUnwrappable(wrapped);
            return ValueTask.FromResult(LocalKeyFormat.Open(_key, _fingerprint, wrapped.Span, destination.Span));
        }
        catch (KeyProviderException e)
        {
            return ValueTask.FromException<int>(e);
        }
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_key);
    }

    /// <summary>The name of the key.</summary>
    public override string ToString() => KeyId;
}
