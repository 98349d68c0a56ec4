using Kmip.ProxyHost.Tests.Support;
using Kmip.Server;
using Kmip.Server.Contract;

namespace Kmip.ProxyHost.Tests.Store;

/// <summary>The store on a real directory keeps what every store promises.</summary>
public sealed class SnapshotStoreContract : ManagedObjectStoreContract, IDisposable
{
    private readonly List<(TestSnapshot Snapshot, StoreHarness Harness)> _made = [];

    // Each round waits for the disk several times.
    protected override int Rounds => 24;

    protected override async ValueTask<IManagedObjectStore> CreateAsync() => await OpenAsync(new TestSnapshot());

    protected override async ValueTask<IManagedObjectStore?> ReopenAsync(IManagedObjectStore store)
    {
        (TestSnapshot snapshot, StoreHarness harness) = _made.Single(made => made.Harness.Store == store);
        harness.Dispose();
        return await OpenAsync(snapshot);
    }

    public void Dispose()
    {
        _made.ForEach(static made => made.Harness.Dispose());
        foreach (TestSnapshot snapshot in _made.Select(static made => made.Snapshot).Distinct())
        {
            snapshot.Dispose();
        }
    }

    private async Task<IManagedObjectStore> OpenAsync(TestSnapshot snapshot)
    {
        StoreHarness harness = await StoreHarness.OpenAsync(snapshot);
        _made.Add((snapshot, harness));
        return harness.Store;
    }
}
