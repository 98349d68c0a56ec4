using Kmip.Protocol;

namespace Kmip.Server.Contract;

/// <summary>What is there after a restart, for the stores that last.</summary>
public abstract partial class ManagedObjectStoreContract
{
    private const string DoesNotLast = "This store does not outlive its process.";

    [Fact]
    public async Task What_was_committed_is_there_after_a_restart()
    {
        IManagedObjectStore store = await CreateAsync();
        foreach (int number in new[] { 2, 1, 3 })
        {
            await AddAsync(store, Record(number));
        }

        await UpdateAsync(store, 2, State.Active);
        await DestroyAsync(store, 1);
        IManagedObjectStore? again = await ReopenAsync(store);
        Assert.SkipWhen(again is null, DoesNotLast);

        AssertSame(InState(Record(2), State.Active), await RecordOfAsync(again!, 2));
        AssertKey(2, await KeyOfAsync(again!, 2));
        Assert.Equal(State.Destroyed, (await RecordOfAsync(again!, 1))!.State);
        Assert.Null(await KeyOfAsync(again!, 1));
        AssertKey(3, await KeyOfAsync(again!, 3));
        await using IStoreTransaction reading = await ReadAsync(again!);
        Assert.Equal([Id(3), Id(2)], await LocateAsync(reading));
    }

    [Fact]
    public async Task What_was_not_committed_is_not_there_after_a_restart()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await using (IStoreTransaction writing = await WriteAsync(store))
        {
            await AddAsync(writing, Record(2));
            await writing.DestroyAsync(InState(Record(1), State.Destroyed), default);
        }

        IManagedObjectStore? again = await ReopenAsync(store);
        Assert.SkipWhen(again is null, DoesNotLast);
        AssertSame(Record(1), await RecordOfAsync(again!, 1));
        AssertKey(1, await KeyOfAsync(again!, 1));
        Assert.Null(await RecordOfAsync(again!, 2));
    }
}
