using Kmip.Client;
using Kmip.Interop.Tests.Support;
using Kmip.Protocol;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>
/// What one client of a proxy that is killed at any moment knows: which of its operations were acknowledged and which one was under way. It works until the
/// connection is lost, and afterwards compares its knowledge with what the next proxy has.
/// </summary>
internal sealed class KillLedger(int number, Random random)
{
    private readonly List<KnownKey> _keys = [];
    private (string Name, byte[]? Key)? _adding;
    private int _names;

    /// <summary>The keys that must be there.</summary>
    public IReadOnlyList<KnownKey> Keys => _keys;

    /// <summary>Makes, brings and changes keys until the connection is lost; tells of every acknowledgement.</summary>
    public async Task WorkAsync(ProxyClient client, Action acknowledged)
    {
        try
        {
            while (true)
            {
                KnownKey[] movable = [.. _keys.Where(key => key.State is not State.Destroyed)];
                if (movable.Length == 0 || random.Next(3) == 0)
                {
                    await AddAsync(client);
                }
                else
                {
                    await MoveAsync(client, movable[random.Next(movable.Length)]);
                }

                acknowledged();
            }
        }
        catch (KmipConnectionException)
        {
            // The proxy was killed: that is the end of this round.
        }
    }

    /// <summary>Every acknowledged operation is there; the one under way happened wholly or not at all.</summary>
    public async Task CompareAsync(ProxyClient client)
    {
        if (_adding is { } adding)
        {
            _adding = null;
            string[] found = await client.LocateAsync(adding.Name);
            if (found.Length > 0)
            {
                byte[] key = await client.GetAsync(Assert.Single(found));
                Assert.Equal(adding.Key ?? key, key);
                _keys.Add(new KnownKey(found[0], key));
            }
        }

        foreach (KnownKey key in _keys)
        {
            State? state = await client.FindStateAsync(key.Uid);
            Assert.True(state == key.State || (key.Moving is { } moving && state == moving), $"{key.Uid} is {state}, not {key.State} (on its way: {key.Moving})");
            (key.State, key.Moving) = (state.Value, null);
            if (state is State.Destroyed)
            {
                await Assert.ThrowsAsync<KmipOperationFailedException>(() => client.GetAsync(key.Uid));
            }
            else
            {
                byte[] value = await client.GetAsync(key.Uid);
                Assert.Equal(32, value.Length);
                Assert.Equal(key.Value ?? value, value);
                key.Value = value;
            }
        }
    }

    private async Task AddAsync(ProxyClient client)
    {
        string name = $"client {number} key {_names++}";
        if (random.Next(2) == 0)
        {
            byte[] key = new byte[32];
            random.NextBytes(key);
            _adding = (name, key);
            _keys.Add(new KnownKey(await client.RegisterAsync(name, key), key));
        }
        else
        {
            _adding = (name, null);
            KnownKey created = new(await client.CreateAsync(name), null);
            _keys.Add(created);
            _adding = null;
            created.Value = await client.GetAsync(created.Uid);
        }

        _adding = null;
    }

    private static async Task MoveAsync(ProxyClient client, KnownKey key)
    {
        State next = key.State switch { State.PreActive => State.Active, State.Active => State.Deactivated, _ => State.Destroyed };
        key.Moving = next;
        await client.MoveAsync(key.Uid, next);
        (key.State, key.Moving) = (next, null);
    }

    /// <summary>A key that was acknowledged, or found after a kill.</summary>
    /// <param name="uid">Its identifier.</param>
    /// <param name="value">Its bytes; null until they were fetched.</param>
    internal sealed class KnownKey(string uid, byte[]? value)
    {
        public string Uid { get; } = uid;

        public byte[]? Value { get; set; } = value;

        public State State { get; set; } = State.PreActive;

        /// <summary>The state that an unanswered step leads to.</summary>
        public State? Moving { get; set; }
    }
}
