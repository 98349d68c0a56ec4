namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// Wraps and unwraps with a key of Google Cloud KMS: a symmetric one (methods encrypt and decrypt), or the RSA key of one version (wrapping with its
/// public key, method asymmetricDecrypt). The wrapped bytes are the ciphertext as it is.
/// </summary>
public sealed class GcpKeyProvider : IKeyProvider, IDisposable
{
    private readonly GcpSettings _settings;
    private readonly GcpTransport _transport;
    private readonly KmsClient _kms;
    private readonly TokenCache _tokens;
    private readonly ImpersonationSource? _impersonation;
    private readonly RetryExecutor _executor;
    private KmsPublicKey? _publicKey;

    /// <summary>Checks the options, credentials given as text included. Nothing is sent and no file is read before the first call.</summary>
    /// <exception cref="KeyProviderException">
    /// <see cref="KeyProviderError.InvalidConfiguration"/> or <see cref="KeyProviderError.CredentialsMissing"/>, naming the option.
    /// </exception>
    public GcpKeyProvider(GcpKeyProviderOptions options)
    {
        _settings = GcpSettings.From(options);
        _transport = new GcpTransport(_settings);
        try
        {
            ITokenSource source = options.TokenSource ?? new ConfiguredSource(options, _transport);
            _impersonation = options.ImpersonateServiceAccount is { } account ? new ImpersonationSource(source, account, TokenRequests.KmsScope, _transport, options.TimeProvider) : null;
            _tokens = new TokenCache(_impersonation ?? source, options.TimeProvider);
        }
        catch (KeyProviderException)
        {
            _transport.Dispose();
            throw;
        }

        _kms = new KmsClient(_settings, _transport);
        _executor = new RetryExecutor(options.RetryPolicy, options.TimeProvider);
    }

    /// <inheritdoc/>
    public string KeyId => _settings.Options.Asymmetric ? _settings.Key.ToString() : _settings.Key.CryptoKey;

    /// <summary>Sentences for the operator: variables of the environment that are set and ignored. Without their values.</summary>
    public IReadOnlyList<string> Warnings => _settings.Warnings;

    /// <inheritdoc/>
    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
    {
        KeyProviderLimits.ThrowIfNotWrappable(dataKey);
        return _settings.Options.Asymmetric
            ? WrapLocallyAsync(dataKey, cancellationToken)
            : CallAsync((token, cancel) => _kms.EncryptAsync(token, dataKey, cancel), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<int> UnwrapAsync(ReadOnlyMemory<byte> wrapped, Memory<byte> destination, CancellationToken cancellationToken)
    {
        KeyProviderLimits.ThrowIfNotUnwrappable(wrapped);
        using KmsReply reply = await CallAsync(
            (token, cancel) => _settings.Options.Asymmetric ? _kms.AsymmetricDecryptAsync(token, wrapped, cancel) : _kms.DecryptAsync(token, wrapped, cancel),
            cancellationToken).ConfigureAwait(false);
        return Copy(reply.Data("plaintext"), destination.Span);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _tokens.Dispose();
        _impersonation?.Dispose();
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

    /// <summary>The public key of a version never changes, so it is asked for once.</summary>
    private async ValueTask<byte[]> WrapLocallyAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _publicKey ??= await CallAsync(_kms.GetPublicKeyAsync, cancellationToken).ConfigureAwait(false);
        return _publicKey.Encrypt(dataKey.Span);
    }

    private ValueTask<T> CallAsync<T>(Func<AccessToken, CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        AccessToken? used = null;
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
