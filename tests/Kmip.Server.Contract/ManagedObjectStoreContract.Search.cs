using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server.Contract;

/// <summary>Locate: a store may return more than match, the caller filters again; it may leave none out, and newest come first.</summary>
public abstract partial class ManagedObjectStoreContract
{
    [Fact]
    public async Task The_most_recently_created_come_first_whatever_was_changed_since()
    {
        IManagedObjectStore store = await CreateAsync();
        foreach (int number in new[] { 3, 1, 4, 2 })
        {
            await AddAsync(store, Record(number));
        }

        await UpdateAsync(store, 3, State.Active);
        await using IStoreTransaction reading = await ReadAsync(store);
        Assert.Equal([Id(2), Id(4), Id(1), Id(3)], await LocateAsync(reading));
    }

    [Fact]
    public async Task Objects_are_found_by_name()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await AddAsync(store, Record(2));
        await using IStoreTransaction reading = await ReadAsync(store);
        Assert.Equal([Id(1)], await LocateAsync(reading, Wanted(KmipTag.Name, NameOf(1))));
        Assert.Empty(await LocateAsync(reading, Wanted(KmipTag.Name, NameOf(3))));
    }

    [Fact]
    public async Task A_search_sees_attributes_as_they_are_now_and_not_as_they_were()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        ManagedObjectRecord renamed = Record(1);
        renamed.Attributes.Set(KmipTag.Name, NameOf(7));
        await using IStoreTransaction writing = await WriteAsync(store);
        await writing.UpdateAsync(renamed, default);
        Assert.Equal([Id(1)], await LocateAsync(writing, Wanted(KmipTag.Name, NameOf(7))));
        Assert.Empty(await LocateAsync(writing, Wanted(KmipTag.Name, NameOf(1))));
        await writing.CommitAsync(default);

        await using IStoreTransaction reading = await ReadAsync(store);
        Assert.Equal([Id(1)], await LocateAsync(reading, Wanted(KmipTag.Name, NameOf(7))));
        Assert.Empty(await LocateAsync(reading, Wanted(KmipTag.Name, NameOf(1))));
    }

    [Fact]
    public async Task An_activation_date_that_has_come_counts_as_active()
    {
        IManagedObjectStore store = await CreateAsync();
        ManagedObjectRecord record = Record(1);
        record.Attributes.ActivationDate = Now.AddSeconds(-1);
        await AddAsync(store, record);
        await AddAsync(store, Record(2));
        await using IStoreTransaction reading = await ReadAsync(store);
        Assert.Equal([Id(1)], await LocateAsync(reading, Wanted(KmipTag.State, AttributeValue.Enumeration(State.Active))));
        Assert.Equal([Id(2)], await LocateAsync(reading, Wanted(KmipTag.State, AttributeValue.Enumeration(State.PreActive))));
    }

    [Fact]
    public async Task Destroyed_objects_are_found_in_the_destroyed_storage_only()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await AddAsync(store, Record(2));
        await DestroyAsync(store, 1);
        await using IStoreTransaction reading = await ReadAsync(store);
        Assert.Equal([Id(2)], await LocateAsync(reading));
        Assert.Equal([Id(1)], await LocateAsync(reading, storage: StorageStatusMask.DestroyedStorage));
        Assert.Equal([Id(2), Id(1)], await LocateAsync(reading, storage: StorageStatusMask.OnLineStorage | StorageStatusMask.DestroyedStorage));
    }

    [Fact]
    public async Task A_search_that_has_begun_is_not_disturbed_by_a_commit()
    {
        IManagedObjectStore store = await CreateAsync();
        for (int number = 1; number <= 4; number++)
        {
            await AddAsync(store, Record(number));
        }

        List<string> seen = [];
        await using IStoreTransaction reading = await ReadAsync(store);
        await foreach (ManagedObjectRecord record in reading.LocateAsync(Filter(), default))
        {
            if (seen.Count == 1)
            {
                await DestroyAsync(store, 1);
                await AddAsync(store, Record(5));
            }

            seen.Add(record.UniqueIdentifier);
        }

        Assert.Equal([Id(4), Id(3), Id(2), Id(1)], seen);
    }

    [Fact]
    public async Task A_search_can_be_cancelled()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await using IStoreTransaction reading = await ReadAsync(store);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ManagedObjectRecord record in reading.LocateAsync(Filter(), new CancellationToken(canceled: true)))
            {
                Assert.NotNull(record);
            }
        });
    }
}
