namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// Tokens for what the options say. Text is checked once, when this is made; a file is read and checked again for every token, so that a rotated
/// key is seen.
/// </summary>
internal sealed class ConfiguredSource : ITokenSource
{
    private readonly GcpKeyProviderOptions _options;
    private readonly GcpTransport _transport;
    private readonly GcpCredentials? _given;
    private readonly string _scope;

    public ConfiguredSource(GcpKeyProviderOptions options, GcpTransport transport)
    {
        (_options, _transport) = (options, transport);
        _given = options.CredentialsJson is { } json ? GcpCredentials.Parse(json, options.ExternalAccounts) : null;
        _scope = options.ImpersonateServiceAccount is null ? TokenRequests.KmsScope : TokenRequests.IamScope;
        if (_given?.PrivateKey is { } key)
        {
            ServiceAccountSource.ReadKey(key).Dispose();
        }
    }

    private bool UsesGoogleAuth => _options.UseGoogleAuth ?? GcpFeatures.UseGoogleAuth;

    public ValueTask<AccessToken> ObtainAsync(AccessToken? refused, CancellationToken cancellationToken)
    {
        if (_options.DefaultCredentials)
        {
            return ObtainDefaultAsync(refused, cancellationToken);
        }

        if (_options.MetadataServer)
        {
            return For(null, _scope).ObtainAsync(refused, cancellationToken);
        }

        GcpCredentials credentials = _given ?? CredentialFiles.Read(_options.CredentialsFile!, "CredentialsFile", _options.ExternalAccounts);
        return For(credentials, _scope).ObtainAsync(refused, cancellationToken);
    }

    private async ValueTask<AccessToken> ObtainDefaultAsync(AccessToken? refused, CancellationToken cancellationToken)
    {
        if (CredentialFiles.FindDefault(_options) is { } found)
        {
            return await For(found, _scope).ObtainAsync(refused, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await For(null, _scope).ObtainAsync(refused, cancellationToken).ConfigureAwait(false);
        }
        catch (KeyProviderException e) when (e.IsTransient || e.Error == KeyProviderError.CredentialsMissing)
        {
            throw new KeyProviderException(
                KeyProviderError.CredentialsMissing,
                "No default Google Cloud credentials were found: GOOGLE_APPLICATION_CREDENTIALS names no file, there is no file of gcloud, and no metadata server answered with a token.")
            {
                Remedy = "Set up one of them, or give the JSON of a service account's key.",
            };
        }
    }

    private ITokenSource For(GcpCredentials? credentials, string scope)
    {
        if (credentials?.ImpersonatedAccount is { } account)
        {
            return new ImpersonationSource(For(credentials.Source, TokenRequests.IamScope), account, scope, _transport, _options.TimeProvider);
        }

        if (UsesGoogleAuth && GcpFeatures.UseGoogleAuth)
        {
            return new GoogleAuthSource(credentials, _options.MetadataServiceAccount, scope, _transport, _options.TimeProvider);
        }

        return credentials?.Type switch
        {
            null => new MetadataSource(_options.MetadataServiceAccount, scope, _transport, _options.TimeProvider),
            "service_account" => new ServiceAccountSource(credentials, scope, _transport, _options.TimeProvider),
            _ => throw GcpOptionChecks.Invalid(
                $"This build cannot use Google Cloud credentials of type {credentials.Type}.",
                "Give the key of a service account or use the metadata server, or use a build that is not compiled ahead of time."),
        };
    }
}
