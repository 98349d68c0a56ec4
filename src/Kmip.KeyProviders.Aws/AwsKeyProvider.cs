using System.Security.Cryptography;
using Amazon.KeyManagementService.Model;

namespace Kmip.KeyProviders.Aws;

/// <summary>
/// Wraps and unwraps with a symmetric key of AWS KMS (operations Encrypt and Decrypt). The wrapped bytes are KMS's ciphertext blob as it is.
/// </summary>
public sealed class AwsKeyProvider : IKeyProvider, IDisposable
{
    private readonly AwsSettings _settings;
    private readonly AwsTransport _transport;
    private readonly AwsCredentialSource _credentials;
    private readonly RetryExecutor _executor;

    /// <summary>Checks the options. Nothing is sent and no credentials are looked for before the first call.</summary>
    /// <exception cref="KeyProviderException">
    /// <see cref="KeyProviderError.InvalidConfiguration"/> or <see cref="KeyProviderError.CredentialsMissing"/>, naming the option.
    /// </exception>
    public AwsKeyProvider(AwsKeyProviderOptions options)
    {
        _settings = AwsSettings.From(options);
        _transport = new AwsTransport(_settings);
        _credentials = CreateSource(options);
        _executor = new RetryExecutor(options.RetryPolicy, options.TimeProvider);
    }

    /// <inheritdoc/>
    public string KeyId => _settings.Options.KeyId ?? string.Empty;

    /// <summary>The region in use, such as <c>us-east-1</c>.</summary>
    public string Region => _settings.Region;

    /// <summary>Sentences for the operator: variables of the environment that are set and ignored. Without their values.</summary>
    public IReadOnlyList<string> Warnings => _settings.Warnings;

    /// <inheritdoc/>
    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
    {
        KeyProviderLimits.ThrowIfNotWrappable(dataKey);
        if (_settings.Options.KeyId is null)
        {
            return ValueTask.FromException<byte[]>(AwsOptionChecks.Invalid("No KMS key was named to wrap with.", "Give the ARN of the key."));
        }

        return CallAsync((keys, token) => EncryptAsync(keys, dataKey, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<int> UnwrapAsync(ReadOnlyMemory<byte> wrapped, Memory<byte> destination, CancellationToken cancellationToken)
    {
        KeyProviderLimits.ThrowIfNotUnwrappable(wrapped);
        byte[] plaintext = await CallAsync((keys, token) => DecryptAsync(keys, wrapped, token), cancellationToken).ConfigureAwait(false);
        try
        {
            if (plaintext.Length > destination.Length)
            {
                throw KeyProviderLimits.DestinationTooSmall(plaintext.Length, destination.Length);
            }

            plaintext.CopyTo(destination);
            return plaintext.Length;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _credentials.Dispose();
        _transport.Dispose();
    }

    /// <summary>Region and key, no secret.</summary>
    public override string ToString() => _settings.Options.ToString();

    private AwsCredentialSource CreateSource(AwsKeyProviderOptions options)
    {
        AwsCredentialSource source = options.AccessKeyId is null
            ? new AwsChainSource(_settings, _transport)
            : new AwsStaticSource(new AwsKeys(options.AccessKeyId, options.SecretAccessKey!, options.SessionToken), options.TimeProvider);
        return options.RoleArn is null ? source : new AwsRoleSource(_settings, _transport, source);
    }

    private ValueTask<byte[]> CallAsync(Func<AwsKeys, CancellationToken, ValueTask<byte[]>> call, CancellationToken cancellationToken)
    {
        AwsKeys? used = null;
        return _executor.ExecuteAsync(
            async token =>
            {
                used = null;
                used = await _credentials.GetAsync(token).ConfigureAwait(false);
                return await call(used, token).ConfigureAwait(false);
            },
            token => used is null ? ValueTask.FromResult(false) : _credentials.RefreshAsync(used, token),
            cancellationToken);
    }

    private async ValueTask<byte[]> EncryptAsync(AwsKeys keys, ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
    {
        byte[] copy = dataKey.ToArray();
        try
        {
            var request = new EncryptRequest { KeyId = _settings.Options.KeyId, Plaintext = new MemoryStream(copy, writable: false), EncryptionContext = Context() };
            EncryptResponse response = await AwsCall.RunAsync(
                _transport.KmsClient(keys), static (kms, r, token) => kms.EncryptAsync(r, token), request, AwsService.Kms, cancellationToken).ConfigureAwait(false);
            return response.CiphertextBlob is { Length: > 0 and <= KeyProviderLimits.MaximumWrappedLength } blob
                ? blob.ToArray()
                : throw AwsFailures.NotAnAnswer(AwsService.Kms);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    private async ValueTask<byte[]> DecryptAsync(AwsKeys keys, ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken)
    {
        var request = new DecryptRequest
        {
            CiphertextBlob = new MemoryStream(wrapped.ToArray(), writable: false),
            EncryptionContext = Context(),
            KeyId = _settings.Options.PinKeyOnUnwrap ? _settings.Options.KeyId : null,
        };
        DecryptResponse response = await AwsCall.RunAsync(
            _transport.KmsClient(keys), static (kms, r, token) => kms.DecryptAsync(r, token), request, AwsService.Kms, cancellationToken).ConfigureAwait(false);
        if (response.Plaintext is not { Length: > 0 and <= KeyProviderLimits.MaximumDataKeyLength } stream)
        {
            throw AwsFailures.NotAnAnswer(AwsService.Kms);
        }

        byte[] plaintext = stream.ToArray();
        if (stream.TryGetBuffer(out ArraySegment<byte> inner))
        {
            CryptographicOperations.ZeroMemory(inner);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            // Nobody waits for this any more.
            CryptographicOperations.ZeroMemory(plaintext);
            throw new OperationCanceledException(cancellationToken);
        }

        return plaintext;
    }

    private Dictionary<string, string>? Context() => _settings.Options.EncryptionContext is { Count: > 0 } context ? new Dictionary<string, string>(context) : null;
}
