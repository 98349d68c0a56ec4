using Kmip.Protocol;

namespace Kmip.Server.Contract;

/// <summary>Many requests at once.</summary>
public abstract partial class ManagedObjectStoreContract
{
    /// <summary>How long a fact waits for what must come, before it counts as hung.</summary>
    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Concurrent_writers_lose_no_update()
    {
        IManagedObjectStore store = await CreateAsync();
        ManagedObjectRecord start = Record(1);
        start.Attributes.CryptographicLength = 0;
        await AddAsync(store, start);
        int steps = Math.Max(2, Rounds / 8);

        async Task CountAsync()
        {
            for (int i = 0; i < steps; i++)
            {
                await using IStoreTransaction writing = await WriteAsync(store);
                ManagedObjectRecord record = (await writing.FindAsync(Id(1), default))!.Copy();
                record.Attributes.CryptographicLength++;
                await writing.UpdateAsync(record, default);
                await writing.CommitAsync(default);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(CountAsync))).WaitAsync(Patience);
        Assert.Equal(8 * steps, (await RecordOfAsync(store, 1))!.Attributes.CryptographicLength);
    }

    [Fact]
    public async Task Of_many_writers_with_one_identifier_one_wins()
    {
        IManagedObjectStore store = await CreateAsync();

        async Task<int> TryAsync(int number)
        {
            try
            {
                await using IStoreTransaction writing = await WriteAsync(store);
                using SymmetricKey key = Key(number);
                await writing.AddAsync(Record(1), key, default);
                await writing.CommitAsync(default);
                return number;
            }
            catch (StoreException taken) when (taken.Error is StoreError.AlreadyExists)
            {
                return 0;
            }
        }

        int[] outcomes = await Task.WhenAll(Enumerable.Range(1, 16).Select(number => Task.Run(() => TryAsync(number)))).WaitAsync(Patience);
        int winner = Assert.Single(outcomes, number => number != 0);
        AssertKey(winner, await KeyOfAsync(store, 1));
    }

    [Fact]
    public async Task Readers_see_all_of_a_commit_or_nothing()
    {
        IManagedObjectStore store = await CreateAsync();
        await AddAsync(store, Record(1));
        await AddAsync(store, Record(2));
        using var done = new CancellationTokenSource();

        async Task<int> WatchAsync()
        {
            int pictures = 0;
            do
            {
                await using IStoreTransaction reading = await ReadAsync(store);
                State first = (await reading.FindAsync(Id(1), default))!.State;
                State second = (await reading.FindAsync(Id(2), default))!.State;
                Assert.Equal(first, second);
                pictures++;
            }
            while (!done.IsCancellationRequested);
            return pictures;
        }

        Task<int>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(WatchAsync))];
        for (int i = 0; i < Rounds; i++)
        {
            State state = i % 2 == 0 ? State.Active : State.Deactivated;
            await using IStoreTransaction writing = await WriteAsync(store);
            await writing.UpdateAsync(InState(Record(1), state), default);
            await writing.UpdateAsync(InState(Record(2), state), default);
            await writing.CommitAsync(default);
        }

        await done.CancelAsync();
        Assert.All(await Task.WhenAll(readers).WaitAsync(Patience), pictures => Assert.True(pictures > 0));
    }

    [Fact]
    public async Task While_objects_are_destroyed_readers_get_the_whole_key_or_none()
    {
        IManagedObjectStore store = await CreateAsync();
        int objects = Math.Max(4, Rounds / 8);
        for (int number = 1; number <= objects; number++)
        {
            await AddAsync(store, Record(number));
        }

        async Task<int> ReadUntilGoneAsync(int number)
        {
            int got = 0;
            while (await KeyOfAsync(store, number) is { } key)
            {
                AssertKey(number, key);
                key.Dispose();
                got++;
                await Task.Yield();
            }

            return got;
        }

        Task<int>[] readers = [.. Enumerable.Range(1, objects).SelectMany(number => new[] { number, number }).Select(number => Task.Run(() => ReadUntilGoneAsync(number)))];
        for (int number = 1; number <= objects; number++)
        {
            await DestroyAsync(store, number);
        }

        await Task.WhenAll(readers).WaitAsync(Patience);
        await using IStoreTransaction reading = await ReadAsync(store);
        Assert.Empty(await LocateAsync(reading));
    }
}
