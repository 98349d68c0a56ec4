using System.Security.Cryptography;
using Kmip.Interop.Tests.PyKmip;
using Kmip.Interop.Tests.Support;
using Kmip.KeyProviders;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>PyKMIP fetches a key from a running proxy that unwraps with the local provider.</summary>
public sealed class FetchLocalKeyTests
{
    [Fact]
    public async Task A_key_wrapped_by_add_key_is_served_byte_for_byte_in_every_version()
    {
        PyKmipClient.Require();
        using Snapshot snapshot = new();
        byte[] key = await snapshot.AddKeyAsync("added", snapshot.LocalProvider);
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, []);

        await Fetching.AssertServedAsync(proxy.Endpoint, "added", key);
    }

    [Fact]
    public async Task A_key_wrapped_by_the_provider_alone_is_served_byte_for_byte_in_every_version()
    {
        PyKmipClient.Require();
        using Snapshot snapshot = new();
        byte[] key = RandomNumberGenerator.GetBytes(32);
        using LocalKeyProvider provider = LocalKeyProvider.FromKeyFile(snapshot.LocalKeyFile);
        byte[] wrapped = await provider.WrapAsync(key, TestContext.Current.CancellationToken);
        snapshot.WriteMetadata("foreign", "local", $$"""{"encryptedKey": "{{Convert.ToBase64String(wrapped)}}"}""");
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, snapshot.LocalProvider);

        await Fetching.AssertServedAsync(proxy.Endpoint, "foreign", key);
    }
}
