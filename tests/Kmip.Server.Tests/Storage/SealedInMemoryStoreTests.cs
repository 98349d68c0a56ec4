using Kmip.KeyProviders;
using Kmip.Server.Contract;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Storage;

/// <summary>The store in memory keeps the contract also where its objects are sealed, and then holds no key in the clear.</summary>
public sealed class SealedInMemoryStoreTests : ManagedObjectStoreContract, IDisposable
{
    private readonly SwitchableKeyProvider _provider = new();
    private readonly List<InMemoryStore> _stores = [];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_a_store_without_a_provider_holds_keys_in_the_clear(bool isSealed)
    {
        using var store = new InMemoryStore(isSealed ? _provider : null);
        await AddAsync(store, Record(1));

        Assert.Equal(!isSealed, MemorySearch.Holds(store, KeyBytes(1)));
        AssertKey(1, await KeyOfAsync(store, 1));
    }

    [Fact]
    public async Task The_provider_is_asked_each_time_an_object_is_read_and_not_for_its_record()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await RecordOfAsync(store, 1);
        Assert.Equal(0, _provider.Unwraps);
        AssertKey(1, await KeyOfAsync(store, 1));
        AssertKey(1, await KeyOfAsync(store, 1));
        Assert.Equal(2, _provider.Unwraps);
    }

    [Fact]
    public async Task Nothing_is_added_where_the_provider_fails_and_the_next_writer_goes_on()
    {
        IManagedObjectStore store = await CreateAsync();
        _provider.Failure = new KeyProviderException(KeyProviderError.KeyDisabled, "The key is disabled.");
        await Assert.ThrowsAsync<KeyProviderException>(() => AddAsync(store, Record(1)));
        _provider.Failure = null;

        Assert.Null(await RecordOfAsync(store, 1));
        await AddAsync(store, Record(1));
        AssertKey(1, await KeyOfAsync(store, 1));
    }

    [Fact]
    [Trait("Abuse", "A68")]
    public async Task A_key_that_is_destroyed_while_the_provider_unwraps_it_is_not_handed_out()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        var asked = new TaskCompletionSource();
        var answers = new TaskCompletionSource();
        _provider.BeforeUnwrap = () =>
        {
            asked.SetResult();
            return answers.Task;
        };
        Task<Protocol.ManagedObject?> reading = KeyOfAsync(store, 1);
        await asked.Task.WaitAsync(Patience);
        await DestroyAsync(store, 1);
        answers.SetResult();

        Assert.Null(await reading.WaitAsync(Patience));
    }

    public void Dispose()
    {
        _stores.ForEach(store => store.Dispose());
        _provider.Dispose();
    }

    protected override ValueTask<IManagedObjectStore> CreateAsync()
    {
        var store = new InMemoryStore(_provider);
        _stores.Add(store);
        return ValueTask.FromResult<IManagedObjectStore>(store);
    }
}
