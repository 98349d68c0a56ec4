using Kmip.Protocol;

namespace Kmip.Server.Contract;

/// <summary>What others see of a transaction, and when.</summary>
public abstract partial class ManagedObjectStoreContract
{
    [Fact]
    public async Task Others_see_nothing_before_the_commit_and_do_not_wait_for_it()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await using IStoreTransaction writing = await WriteAsync(store);
        await AddAsync(writing, Record(2));
        await writing.UpdateAsync(InState(Record(1), State.Active), default);

        Assert.Equal(State.PreActive, (await RecordOfAsync(store, 1).WaitAsync(Patience))!.State);
        Assert.Null(await RecordOfAsync(store, 2).WaitAsync(Patience));
        Assert.Null(await KeyOfAsync(store, 2).WaitAsync(Patience));
        await writing.CommitAsync(default);
        Assert.Equal(State.Active, (await RecordOfAsync(store, 1))!.State);
        AssertKey(2, await KeyOfAsync(store, 2));
    }

    [Fact]
    public async Task Without_a_commit_the_store_stays_as_it_was()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await AddAsync(store, Record(2));
        await using (IStoreTransaction writing = await WriteAsync(store))
        {
            await AddAsync(writing, Record(3));
            await writing.UpdateAsync(InState(Record(1), State.Active), default);
            await writing.DestroyAsync(InState(Record(2), State.Destroyed), default);
        }

        AssertSame(Record(1), await RecordOfAsync(store, 1));
        AssertSame(Record(2), await RecordOfAsync(store, 2));
        AssertKey(2, await KeyOfAsync(store, 2));
        Assert.Null(await RecordOfAsync(store, 3));
        await using IStoreTransaction reading = await ReadAsync(store);
        Assert.Equal([Id(2), Id(1)], await LocateAsync(reading));
    }

    [Fact]
    public async Task An_identifier_whose_addition_was_given_up_is_free()
    {
        IManagedObjectStore store = await CreateAsync();
        await using (IStoreTransaction writing = await WriteAsync(store))
        {
            await AddAsync(writing, Record(1));
        }

        await AddAsync(store, Record(1));
        AssertKey(1, await KeyOfAsync(store, 1));
    }

    [Fact]
    public async Task A_reader_keeps_the_picture_it_began_with()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await using IStoreTransaction reading = await ReadAsync(store);
        AssertSame(Record(1), await reading.FindAsync(Id(1), default));
        await UpdateAsync(store, 1, State.Active);
        await AddAsync(store, Record(2));

        AssertSame(Record(1), await reading.FindAsync(Id(1), default));
        Assert.Null(await reading.FindAsync(Id(2), default));
        Assert.Equal([Id(1)], await LocateAsync(reading));
        await using IStoreTransaction later = await ReadAsync(store);
        Assert.Equal([Id(2), Id(1)], await LocateAsync(later));
    }

    [Fact]
    public async Task A_committed_destruction_takes_the_key_also_from_readers_that_began_before()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await using IStoreTransaction reading = await ReadAsync(store);
        await DestroyAsync(store, 1);

        Assert.Null(await reading.GetObjectAsync(Id(1), default));
    }

    [Fact]
    public async Task A_copy_handed_out_survives_the_destruction_of_the_object()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        using ManagedObject? copy = await KeyOfAsync(store, 1);
        await DestroyAsync(store, 1);

        AssertKey(1, copy);
    }

    [Fact]
    public async Task Waiting_for_another_writer_can_be_cancelled()
    {
        IManagedObjectStore store = await CreateAsync();
        await using (IStoreTransaction writing = await WriteAsync(store))
        {
            using var cancellation = new CancellationTokenSource();
            Task<IStoreTransaction> second = store.BeginAsync(StoreAccess.Write, cancellation.Token).AsTask();
            Assert.False(second.IsCompleted);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Patience));
        }

        await AddAsync(store, Record(1)).WaitAsync(Patience);
        AssertKey(1, await KeyOfAsync(store, 1));
    }

    [Fact]
    public async Task Disposing_twice_lets_one_writer_in_not_two()
    {
        IManagedObjectStore store = await CreateAsync();
        IStoreTransaction first = await WriteAsync(store);
        await first.DisposeAsync();
        await first.DisposeAsync();
        await using IStoreTransaction second = await WriteAsync(store);
        Task<IStoreTransaction> third = store.BeginAsync(StoreAccess.Write, default).AsTask();
        Assert.False(third.IsCompleted);
        await second.DisposeAsync();
        await (await third.WaitAsync(Patience)).DisposeAsync();
    }

    [Fact]
    public async Task A_failed_change_does_not_keep_the_next_writer_out()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await using (IStoreTransaction writing = await WriteAsync(store))
        {
            using SymmetricKey key = Key(1);
            await Assert.ThrowsAsync<StoreException>(async () => await writing.AddAsync(Record(1), key, default));
        }

        await AddAsync(store, Record(2)).WaitAsync(Patience);
    }
}
