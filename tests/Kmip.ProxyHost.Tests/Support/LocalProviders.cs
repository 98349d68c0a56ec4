using Kmip.KeyProviders;
using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Keys;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>Opens the keys of every cloud with one key file, so that a dbpath of several clouds can be served without any.</summary>
internal sealed class LocalProviders(string keyFile) : IKeyProviderFactory
{
    public IKeyProvider Create(ProxyContext context, KeySettings settings, RetryPolicy policy) => LocalKeyProvider.FromKeyFile(keyFile);
}
