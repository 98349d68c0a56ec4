using Kmip.Interop.Tests.PyKmip;
using Kmip.Interop.Tests.Support;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>A proxy with the local provider that is killed after each step loses nothing that it acknowledged.</summary>
public sealed class KilledProxyTests
{
    [Fact]
    [Trait("Abuse", "A100")]
    public async Task Every_step_of_a_keys_life_survives_a_kill_in_every_version()
    {
        PyKmipClient.Require();
        using Snapshot snapshot = new();
        await snapshot.AddKeyAsync("first", snapshot.LocalProvider);
        await using KilledBetweenSteps life = new(snapshot, snapshot.LocalProvider, null);
        await life.RunAsync();
    }
}

/// <summary>The same where AWS KMS wraps the new keys.</summary>
[Collection(MotoCollection.Name)]
public sealed class KilledAwsProxyTests(MotoCloud moto)
{
    [Fact]
    public async Task Every_step_of_a_keys_life_survives_a_kill_in_every_version()
    {
        PyKmipClient.Require();
        moto.Require();
        using Snapshot snapshot = new();
        await snapshot.AddKeyAsync("first", moto.Provider, moto.Credentials);
        await using KilledBetweenSteps life = new(snapshot, moto.Provider, moto.Credentials);
        await life.RunAsync();
    }
}
