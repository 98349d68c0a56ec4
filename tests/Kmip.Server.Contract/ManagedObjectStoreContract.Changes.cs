using Kmip.Protocol;

namespace Kmip.Server.Contract;

/// <summary>Changing and destroying what is there.</summary>
public abstract partial class ManagedObjectStoreContract
{
    [Fact]
    public async Task An_update_replaces_the_record_and_leaves_the_key()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await UpdateAsync(store, 1, State.Active);

        Assert.Equal(State.Active, (await RecordOfAsync(store, 1))!.State);
        AssertKey(1, await KeyOfAsync(store, 1));
    }

    [Fact]
    public async Task An_update_can_add_and_remove_attributes()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        ManagedObjectRecord changed = Record(1);
        changed.Attributes.Remove(Ttlv.KmipTag.Name);
        changed.Attributes.ActivationDate = Now.AddDays(1);
        await using (IStoreTransaction writing = await WriteAsync(store))
        {
            await writing.UpdateAsync(changed, default);
            AssertSame(changed, await writing.FindAsync(Id(1), default));
            await writing.CommitAsync(default);
        }

        AssertSame(changed, await RecordOfAsync(store, 1));
    }

    [Fact]
    public async Task Destroying_erases_the_key_and_keeps_the_record()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await AddAsync(store, Record(2));
        await DestroyAsync(store, 1);

        Assert.Equal(State.Destroyed, (await RecordOfAsync(store, 1))!.State);
        Assert.Null(await KeyOfAsync(store, 1));
        AssertKey(2, await KeyOfAsync(store, 2));
    }

    [Fact]
    public async Task A_transaction_sees_its_own_destruction()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await using IStoreTransaction writing = await WriteAsync(store);
        await writing.DestroyAsync(InState(Record(1), State.Destroyed), default);

        Assert.Equal(State.Destroyed, (await writing.FindAsync(Id(1), default))!.State);
        Assert.Null(await writing.GetObjectAsync(Id(1), default));
    }

    [Fact]
    public async Task The_record_of_a_destroyed_object_can_still_change()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await DestroyAsync(store, 1);
        await UpdateAsync(store, 1, State.DestroyedCompromised);

        Assert.Equal(State.DestroyedCompromised, (await RecordOfAsync(store, 1))!.State);
        Assert.Null(await KeyOfAsync(store, 1));
    }

    [Fact]
    public async Task An_object_can_be_added_changed_and_destroyed_in_one_transaction()
    {
        IManagedObjectStore store = await CreateAsync();
        await using (IStoreTransaction writing = await WriteAsync(store))
        {
            await AddAsync(writing, Record(1));
            await writing.UpdateAsync(InState(Record(1), State.Active), default);
            await writing.DestroyAsync(InState(Record(1), State.Destroyed), default);
            await writing.CommitAsync(default);
        }

        Assert.Equal(State.Destroyed, (await RecordOfAsync(store, 1))!.State);
        Assert.Null(await KeyOfAsync(store, 1));
    }

    [Fact]
    public async Task Only_an_object_of_the_store_can_be_changed()
    {
        IManagedObjectStore store = await CreateAsync();
        await using IStoreTransaction writing = await WriteAsync(store);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writing.UpdateAsync(Record(1), default));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writing.DestroyAsync(Record(1), default));
    }

    [Fact]
    public async Task A_transaction_for_reading_changes_nothing()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await using IStoreTransaction reading = await ReadAsync(store);
        using SymmetricKey key = Key(2);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reading.AddAsync(Record(2), key, default));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reading.UpdateAsync(Record(1), default));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reading.DestroyAsync(Record(1), default));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reading.CommitAsync(default));
    }

    [Fact]
    public async Task A_transaction_changes_nothing_after_its_commit()
    {
        IManagedObjectStore store = await CreateAsync();
        await using IStoreTransaction writing = await WriteAsync(store);
        await AddAsync(writing, Record(1));
        await writing.CommitAsync(default);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writing.UpdateAsync(InState(Record(1), State.Active), default));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writing.CommitAsync(default));
        await writing.DisposeAsync();

        Assert.Equal(State.PreActive, (await RecordOfAsync(store, 1))!.State);
    }
}
