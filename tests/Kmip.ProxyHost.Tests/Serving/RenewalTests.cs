using Kmip.ProxyHost.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Kmip.ProxyHost.Tests.Serving;

/// <summary>Certificates are renewed while the proxy serves.</summary>
public sealed class RenewalTests
{
    [Fact]
    public async Task New_connections_get_the_renewed_certificates_and_the_earlier_client_is_still_accepted()
    {
        // The clients of the test judge certificates by the real clock: the proxy starts in the past and comes to the present.
        TimeSpan past = TimeSpan.FromDays(300);
        FakeTimeProvider time = new(DateTimeOffset.UtcNow - past);
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k1");
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, [], time: time);
        string path = Path.Combine(snapshot.DatabasePath, "kmipClient.pem");
        byte[] first = File.ReadAllBytes(path);
        Assert.Equal(key, await run.GetKeyAsync("k1"));

        time.Advance(past);

        byte[] second = File.ReadAllBytes(path);
        Assert.NotEqual(first, second);
        Assert.Contains("certificates renewed", run.Error, StringComparison.Ordinal);
        Assert.Equal(key, await run.GetKeyAsync("k1"));
        File.WriteAllBytes(path, first);
        Assert.Equal(key, await run.GetKeyAsync("k1"));
    }
}
