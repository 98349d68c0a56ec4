using Kmip.Interop.Tests.PyKmip;
using Kmip.Interop.Tests.Support;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>PyKMIP fetches a key from a running proxy that unwraps with Google Cloud KMS, which our stand-in plays in a process of its own.</summary>
public sealed class FetchGcpKeyTests
{
    [Fact]
    public async Task A_key_wrapped_by_add_key_is_served_beside_one_of_a_key_file()
    {
        PyKmipClient.Require();
        await using FakeGcpProcess google = await FakeGcpProcess.StartAsync();
        using Snapshot snapshot = new();
        string account = snapshot.Beside("account.json");
        await File.WriteAllTextAsync(account, google.ServiceAccountKey, TestContext.Current.CancellationToken);
        Dictionary<string, string?> environment = new() { ["GOOGLE_APPLICATION_CREDENTIALS"] = account };
        byte[] key = await snapshot.AddKeyAsync("google", ["-cloudProvider", "gcp", "--gcpKeyName", google.KeyName, .. google.Endpoints], environment);
        byte[] local = await snapshot.AddKeyAsync("local", snapshot.LocalProvider);
        await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, google.Endpoints, environment);

        await Fetching.AssertServedAsync(proxy.Endpoint, "google", key);
        await Fetching.AssertServedAsync(proxy.Endpoint, "local", local);
    }
}
