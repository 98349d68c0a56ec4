namespace Kmip.KeyProviders.Azure;

/// <summary>
/// Wraps and unwraps with a key of Azure Key Vault or Managed HSM, by the operations encrypt and decrypt, or wrapKey and unwrapKey. With RSA the
/// wrapped bytes are the ciphertext as it is; with AES-GCM they are nonce, tag and ciphertext.
/// </summary>
public sealed class AzureKeyProvider : IKeyProvider, IDisposable
{
    private readonly AzureSettings _settings;
    private readonly AzureTransport _transport;
    private readonly KeyVaultClient _vault;
    private readonly VaultTokens _tokens;
    private readonly RetryExecutor _executor;

    /// <summary>Checks the options. Nothing is sent and no file is read before the first call.</summary>
    /// <exception cref="KeyProviderException">
    /// <see cref="KeyProviderError.InvalidConfiguration"/> or <see cref="KeyProviderError.CredentialsMissing"/>, naming the option.
    /// </exception>
    public AzureKeyProvider(AzureKeyProviderOptions options)
    {
        _settings = AzureSettings.From(options);
        _transport = new AzureTransport(_settings);
        _vault = new KeyVaultClient(_settings, _transport);
        _tokens = new VaultTokens(_vault, new AzureCredentialSource(_settings, _transport), options.TimeProvider);
        _executor = new RetryExecutor(options.RetryPolicy, options.TimeProvider);
    }

    /// <inheritdoc/>
    public string KeyId => _settings.Key.ToString();

    /// <summary>
    /// Sentences for the operator: a key identifier without a version, variables of the environment that are set and ignored. Without their values.
    /// </summary>
    public IReadOnlyList<string> Warnings => _settings.Warnings;

    /// <inheritdoc/>
    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
    {
        KeyProviderLimits.ThrowIfNotWrappable(dataKey);
        return CallAsync((token, cancel) => _vault.WrapAsync(token, dataKey, cancel), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<int> UnwrapAsync(ReadOnlyMemory<byte> wrapped, Memory<byte> destination, CancellationToken cancellationToken)
    {
        KeyProviderLimits.ThrowIfNotUnwrappable(wrapped);
        using KeyVaultReply reply = await CallAsync((token, cancel) => _vault.UnwrapAsync(token, wrapped, cancel), cancellationToken).ConfigureAwait(false);
        return Copy(reply.Data("value"), destination.Span);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _tokens.Dispose();
        _transport.Dispose();
    }

    /// <summary>The key and the kind of credentials, no secret.</summary>
    public override string ToString() => _settings.Options.ToString();

    private static int Copy(ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        if (plaintext.Length > destination.Length)
        {
            throw KeyProviderLimits.DestinationTooSmall(plaintext.Length, destination.Length);
        }

        plaintext.CopyTo(destination);
        return plaintext.Length;
    }

    private ValueTask<T> CallAsync<T>(Func<VaultToken, CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        VaultToken? used = null;
        return _executor.ExecuteAsync(
            async token =>
            {
                used = null;
                used = await _tokens.GetAsync(token).ConfigureAwait(false);
                return await call(used, token).ConfigureAwait(false);
            },
            token => used is null ? ValueTask.FromResult(false) : _tokens.RefreshAsync(used, token),
            cancellationToken);
    }
}
