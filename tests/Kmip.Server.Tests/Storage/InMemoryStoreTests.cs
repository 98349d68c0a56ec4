using Kmip.Server.Contract;

namespace Kmip.Server.Tests.Storage;

/// <summary>The store in memory keeps the contract, and zeroes what it gives up.</summary>
public sealed class InMemoryStoreTests : ManagedObjectStoreContract, IDisposable
{
    private readonly List<InMemoryStore> _stores = [];

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    [Fact]
    public async Task It_counts_its_objects_destroyed_ones_included()
    {
        var store = (InMemoryStore)await CreateAsync();
        await AddAsync(store, Record(1));
        await AddAsync(store, Record(2));
        await DestroyAsync(store, 1);
        Assert.Equal(2, store.Count);
    }

    [Fact]
    public async Task Disposing_the_store_takes_the_keys_also_from_open_readers()
    {
        var store = (InMemoryStore)await CreateAsync();
        await AddAsync(store, Record(1));
        await using IStoreTransaction reading = await ReadAsync(store);
        store.Dispose();

        Assert.Null(await reading.GetObjectAsync(Id(1), default));
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public async Task A_transaction_that_is_open_when_the_store_is_disposed_cannot_commit_and_ends_in_peace()
    {
        var store = (InMemoryStore)await CreateAsync();
        IStoreTransaction writing = await WriteAsync(store);
        await AddAsync(writing, Record(1));
        store.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await writing.CommitAsync(default));
        await writing.DisposeAsync();
        Assert.Null(await writing.GetObjectAsync(Id(1), default));
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public async Task A_disposed_store_opens_no_transaction_also_for_those_who_waited()
    {
        var store = (InMemoryStore)await CreateAsync();
        IStoreTransaction writing = await WriteAsync(store);
        Task<IStoreTransaction> waiting = store.BeginAsync(StoreAccess.Write, default).AsTask();
        Task<IStoreTransaction> behind = store.BeginAsync(StoreAccess.Write, default).AsTask();
        store.Dispose();
        store.Dispose();
        await writing.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => behind.WaitAsync(Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await ReadAsync(store));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await WriteAsync(store));
    }

    protected override ValueTask<IManagedObjectStore> CreateAsync()
    {
        var store = new InMemoryStore();
        _stores.Add(store);
        return ValueTask.FromResult<IManagedObjectStore>(store);
    }
}
