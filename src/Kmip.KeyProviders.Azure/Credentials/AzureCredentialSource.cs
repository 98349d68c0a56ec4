using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Identity;

namespace Kmip.KeyProviders.Azure;

/// <summary>
/// Tokens from Azure.Identity (which is part of Azure.Core), over our own handlers. A new credential is made for every token, so that nothing stale
/// is kept in the library and a changed file is seen.
/// </summary>
internal sealed class AzureCredentialSource(AzureSettings settings, AzureTransport transport)
{
    private readonly AzureKeyProviderOptions _options = settings.Options;

    /// <summary>Obtains a token, in one attempt.</summary>
    /// <exception cref="KeyProviderException">There is none, in our words.</exception>
    public async ValueTask<VaultToken> ObtainAsync(VaultChallenge challenge, CancellationToken cancellationToken)
    {
        try
        {
            using X509Certificate2? certificate = _options.ClientCertificateFile is { } file ? CertificateFile.Read(file, _options.ClientCertificatePassword) : null;
            TokenCredential credential = _options.Credential ?? Create(certificate);

            // Tokens are those of the given tenant; the vault's word counts only where none was given.
            string? tenant = _options.TenantId is null ? challenge.Tenant : null;
            var context = new TokenRequestContext([$"https://{settings.Key.Domain}/.default"], null, challenge.Claims, tenant, isCaeEnabled: true);
            AccessToken token = await credential.GetTokenAsync(context, cancellationToken).ConfigureAwait(false);
            return VaultToken.IsToken(token.Token) ? new VaultToken(token.Token, token.ExpiresOn) : throw AzureFailures.NotAnAnswer(AzureService.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The library wraps a cancellation now and then; the executor must see it as one.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (e is not KeyProviderException)
        {
            throw TokenFailures.From(e);
        }
    }

    private TokenCredential Create(X509Certificate2? certificate) => _options switch
    {
        { ClientSecret: { } secret } => new ClientSecretCredential(
            _options.TenantId, _options.ClientId, secret, Prepare(new ClientSecretCredentialOptions { DisableInstanceDiscovery = true })),
        { ClientCertificateFile: not null } => new ClientCertificateCredential(
            _options.TenantId, _options.ClientId, certificate, Prepare(new ClientCertificateCredentialOptions { DisableInstanceDiscovery = true })),
        { FederatedTokenFile: { } file } => new WorkloadIdentityCredential(Prepare(new WorkloadIdentityCredentialOptions
        {
            TenantId = _options.TenantId,
            ClientId = _options.ClientId,
            TokenFilePath = file,
            DisableInstanceDiscovery = true,
        })),
        { ManagedIdentity: true } => new ManagedIdentityCredential(Prepare(new ManagedIdentityCredentialOptions(Identity()))),
        { AzureCli: true } => new AzureCliCredential(Prepare(new AzureCliCredentialOptions { TenantId = _options.TenantId })),
        _ => Default(),
    };

    private DefaultAzureCredential Default()
    {
        // What opens a window or belongs to a desktop is left out: nobody sits before a server.
        DefaultAzureCredentialOptions options = Prepare(new DefaultAzureCredentialOptions
        {
            ExcludeInteractiveBrowserCredential = true,
            ExcludeBrokerCredential = true,
            ExcludeVisualStudioCredential = true,
            ExcludeVisualStudioCodeCredential = true,
            DisableInstanceDiscovery = true,
        });
        if (_options.TenantId is not null)
        {
            options.TenantId = _options.TenantId;
        }

        if (_options.ClientId is not null)
        {
            options.ManagedIdentityClientId = _options.ClientId;
        }

        return new DefaultAzureCredential(options);
    }

    private ManagedIdentityId Identity() => _options.ClientId is { } id ? ManagedIdentityId.FromUserAssignedClientId(id) : ManagedIdentityId.SystemAssigned;

    /// <summary>The authority of the vault's cloud, whatever the environment says, and our handlers.</summary>
    private T Prepare<T>(T options)
        where T : TokenCredentialOptions
    {
        options.AuthorityHost = settings.Cloud.Authority;
        options.Transport = transport.Credentials;
        AzureTransport.Quiet(options);
        return options;
    }
}
