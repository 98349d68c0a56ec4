using Kmip.KeyProviders;
using Kmip.ProxyHost.Credentials;

namespace Kmip.ProxyHost.Keys;

/// <summary>Makes the provider that opens a key.</summary>
internal interface IKeyProviderFactory
{
    /// <summary>
    /// Makes a provider. Throws <see cref="KeyProviderException"/> where the settings do not suffice, and <see cref="ProxyException"/> for a cloud that this
    /// build cannot reach. The caller disposes it where it can be disposed.
    /// </summary>
    IKeyProvider Create(ProxyContext context, KeySettings settings, RetryPolicy policy);
}
