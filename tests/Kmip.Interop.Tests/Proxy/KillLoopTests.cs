using System.Diagnostics;
using Kmip.Interop.Tests.PyKmip;
using Kmip.Interop.Tests.Support;
using Kmip.Protocol;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>A proxy that is killed again and again while several clients change keys.</summary>
public sealed class KillLoopTests
{
    private const int Rounds = 20;
    private const int LeastRounds = 4;
    private const int Clients = 4;

    /// <summary>After this time no new round begins: a slow machine plays fewer of them.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(75);

    [Fact]
    [Trait("Abuse", "A100")]
    public async Task What_was_acknowledged_before_a_kill_is_there_and_the_rest_is_whole_or_absent()
    {
        PyKmipClient.Require();
        using Snapshot snapshot = new();
        await snapshot.AddKeyAsync("first", snapshot.LocalProvider);
        Random random = new(20100);
        KillLedger[] ledgers = [.. Enumerable.Range(0, Clients).Select(number => new KillLedger(number, new Random(number)))];
        long start = Stopwatch.GetTimestamp();
        int round = 0;
        for (; round < Rounds && (round < LeastRounds || Stopwatch.GetElapsedTime(start) < Limit); round++)
        {
            await using ProxyProcess proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, ["--allowNewKeys", .. snapshot.LocalProvider]);
            await CompareAsync(proxy, ledgers);
            await WorkAndKillAsync(proxy, ledgers, random, KmipVersion.Supported[round % KmipVersion.Supported.Count]);
        }

        await using ProxyProcess last = await ProxyProcess.ServeAsync(snapshot.DatabasePath, ["--allowNewKeys", .. snapshot.LocalProvider]);
        await CompareAsync(last, ledgers);
        TestContext.Current.TestOutputHelper?.WriteLine($"{round} kills, {ledgers.Sum(ledger => ledger.Keys.Count)} keys");
        Assert.Contains(ledgers, ledger => ledger.Keys.Count > 0);
        await AssertSeenByPyKmipAsync(last, ledgers);
    }

    /// <summary>Kills the proxy while all clients wait for an answer or are about to ask: after some acknowledgements, and a moment.</summary>
    private static async Task WorkAndKillAsync(ProxyProcess proxy, KillLedger[] ledgers, Random random, KmipVersion version)
    {
        int countdown = random.Next(1, 60);
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        List<ProxyClient> clients = [];
        foreach (KillLedger _ in ledgers)
        {
            clients.Add(await ProxyClient.ConnectAsync(proxy.Endpoint, version));
        }

        Task work = Task.WhenAll(ledgers.Zip(clients, (ledger, client) => Task.Run(() => ledger.WorkAsync(client, () =>
        {
            if (Interlocked.Decrement(ref countdown) == 0)
            {
                reached.TrySetResult();
            }
        }))));
        await Task.WhenAny(reached.Task, work).WaitAsync(TimeSpan.FromMinutes(2));
        await Task.Delay(random.Next(10));
        await proxy.KillAsync();
        await work.WaitAsync(TimeSpan.FromMinutes(2));
        foreach (ProxyClient client in clients)
        {
            await client.DisposeAsync();
        }
    }

    /// <summary>Each client's keys are as it knows them, and nothing else is there; no half-written file was left.</summary>
    private static async Task CompareAsync(ProxyProcess proxy, KillLedger[] ledgers)
    {
        await using ProxyClient client = await ProxyClient.ConnectAsync(proxy.Endpoint, KmipVersion.V1_4);
        foreach (KillLedger ledger in ledgers)
        {
            await ledger.CompareAsync(client);
        }

        IEnumerable<string> alive = ledgers.SelectMany(ledger => ledger.Keys).Where(key => key.State is not State.Destroyed).Select(key => key.Uid);
        string[] located = [.. (await client.LocateAsync()).Except(ledgers.SelectMany(ledger => ledger.Keys).Where(key => key.State is State.Destroyed).Select(key => key.Uid))];
        Assert.Equal([.. alive.Append("first").Order(StringComparer.Ordinal)], located.Order(StringComparer.Ordinal));
        string folder = Path.GetDirectoryName(proxy.Endpoint.Ca)!;
        Assert.All(
            Directory.GetFiles(Path.Combine(folder, "cloudProviderCredentials")),
            file => Assert.EndsWith(".local.metadata", file, StringComparison.Ordinal));
    }

    /// <summary>The client that nobody here wrote sees the same.</summary>
    private static async Task AssertSeenByPyKmipAsync(ProxyProcess proxy, KillLedger[] ledgers)
    {
        KillLedger.KnownKey[] keys = [.. ledgers.SelectMany(ledger => ledger.Keys).Where(key => key.State is not State.Destroyed)];
        PyKmipAnswer[] answers = await PyKmipClient.SucceedAsync(
            proxy.Endpoint, "1.2", [.. keys.Select(key => PyKmipStep.Get(key.Uid)), .. keys.Select(key => PyKmipStep.StateOf(key.Uid))]);
        Assert.Equal(keys.Select(key => Convert.ToHexStringLower(key.Value!)), answers[..keys.Length].Select(answer => answer.Value));
        Assert.Equal(
            keys.Select(key => key.State switch { State.PreActive => "PRE_ACTIVE", State.Active => "ACTIVE", _ => "DEACTIVATED" }),
            answers[keys.Length..].Select(answer => answer.State));
    }
}
