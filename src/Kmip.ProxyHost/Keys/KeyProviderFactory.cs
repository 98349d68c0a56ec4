using Kmip.KeyProviders;
using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Keys;

/// <summary>The providers of this build.</summary>
internal sealed class KeyProviderFactory : IKeyProviderFactory
{
    /// <inheritdoc/>
    public IKeyProvider Create(ProxyContext context, KeySettings settings, RetryPolicy policy) => settings.Provider switch
    {
        CloudProvider.Local => CreateLocal(settings),
        _ => throw new KeyProviderException(KeyProviderError.InvalidConfiguration, $"this version of kmip-proxy cannot reach provider {settings.Provider.Name()}"),
    };

    private static LocalKeyProvider CreateLocal(KeySettings settings) =>
        LocalKeyProvider.FromKeyFile(settings[MetadataField.KeyFile]
            ?? throw new KeyProviderException(KeyProviderError.InvalidConfiguration, "no key file of the local provider is named"));
}
