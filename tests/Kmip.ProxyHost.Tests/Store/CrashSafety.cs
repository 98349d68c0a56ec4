using Kmip.Protocol;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Store;

/// <summary>The end of the process before and after every call to the file system: what was acknowledged is there, the rest is whole or absent.</summary>
public sealed class CrashSafety
{
    public static TheoryData<StoreChangeCase> Changes => StoreChangeCase.All;

    [Theory]
    [Trait("Abuse", "A100")]
    [MemberData(nameof(Changes))]
    public async Task Whatever_was_acknowledged_survives_and_nothing_is_half(StoreChangeCase change)
    {
        using TestSnapshot snapshot = new();
        CrashFileSystem prepared = await StoreChangeCase.PrepareAsync(snapshot);
        bool acknowledged = false;
        int crashes = 0;
        for (int calls = 0; !acknowledged; calls++)
        {
            CrashFileSystem disk = prepared.Restart(CrashKind.PowerCut);
            acknowledged = await RunUntilAsync(snapshot, disk, change, calls);
            foreach (CrashKind kind in Enum.GetValues<CrashKind>())
            {
                using StoreHarness next = await StoreHarness.OpenAsync(snapshot, files: disk.Restart(kind));
                State? state = await change.RequireWholeAsync(next);
                Assert.True(!acknowledged || state == change.StateAfter, $"{change} was acknowledged, and after {kind} it is {state}");
                await RequireOthersAsync(next, change);
            }

            crashes++;
        }

        Assert.True(crashes > 5, $"only {crashes} places to crash at");
    }

    [Theory]
    [Trait("Abuse", "A103")]
    [MemberData(nameof(Changes))]
    public async Task A_crash_while_recovering_from_a_crash_converges(StoreChangeCase change)
    {
        using TestSnapshot snapshot = new();
        CrashFileSystem prepared = await StoreChangeCase.PrepareAsync(snapshot);
        bool acknowledged = false;
        for (int calls = 0; !acknowledged; calls++)
        {
            CrashFileSystem disk = prepared.Restart(CrashKind.PowerCut);
            acknowledged = await RunUntilAsync(snapshot, disk, change, calls);
            disk = disk.Restart(CrashKind.Killed);
            bool recovered = false;
            for (int more = 0; !recovered; more++)
            {
                disk = disk.Restart(CrashKind.PowerCut);
                disk.DieAfter(more);
                try
                {
                    using StoreHarness recovering = await StoreHarness.OpenAsync(snapshot, files: disk);
                    recovered = true;
                }
                catch (CrashException)
                {
                    // The next start tries again.
                }
            }

            using StoreHarness last = await StoreHarness.OpenAsync(snapshot, files: disk);
            await change.RequireWholeAsync(last);
            Assert.DoesNotContain(disk.Files.Keys, static path => path.EndsWith(".tmp", StringComparison.Ordinal));
            if ((await last.FindAsync(change.Id))?.IsDestroyed is true)
            {
                Assert.DoesNotContain(disk.Files, file => file.Key.Contains(change.Id + ".", StringComparison.Ordinal)
                    && (file.Key.EndsWith(".key", StringComparison.Ordinal) || HoldsKey(file.Value)));
            }
        }
    }

    [Fact]
    [Trait("Abuse", "A100")]
    public async Task The_first_key_of_an_empty_dbpath_survives_with_its_directory()
    {
        using TestSnapshot snapshot = new();
        bool acknowledged = false;
        for (int calls = 0; !acknowledged; calls++)
        {
            CrashFileSystem disk = new(snapshot.DatabasePath);
            using SymmetricKey key = TestObjects.Aes(new byte[32]);
            using (StoreHarness harness = await StoreHarness.OpenAsync(snapshot, files: disk))
            {
                disk.DieAfter(calls);
                acknowledged = await Record.ExceptionAsync(() => harness.AddAsync(TestObjects.Record("first", key), key)) is not CrashException;
            }

            foreach (CrashKind kind in Enum.GetValues<CrashKind>())
            {
                using StoreHarness next = await StoreHarness.OpenAsync(snapshot, files: disk.Restart(kind));
                byte[]? found = await next.GetAsync("first");
                Assert.True(found is null ? !acknowledged : found.SequenceEqual(TestObjects.Encode(key)), $"after {calls} calls and {kind}");
                await next.AddAsync(TestObjects.Record("second", key), key);
                Assert.NotNull(await next.GetAsync("second"));
            }
        }
    }

    [Fact]
    [Trait("Abuse", "A100")]
    public async Task Objects_that_change_in_one_operation_change_together_or_not_at_all()
    {
        using TestSnapshot snapshot = new();
        CrashFileSystem prepared = await StoreChangeCase.PrepareAsync(snapshot);
        bool acknowledged = false, before = false, after = false;
        for (int calls = 0; !acknowledged; calls++)
        {
            CrashFileSystem disk = prepared.Restart(CrashKind.PowerCut);
            using (StoreHarness harness = await StoreHarness.OpenAsync(snapshot, files: disk))
            {
                disk.DieAfter(calls);
                acknowledged = await Record.ExceptionAsync(() => ChangeSeveralAsync(harness)) is not CrashException;
            }

            foreach (CrashKind kind in Enum.GetValues<CrashKind>())
            {
                CrashFileSystem found = disk.Restart(kind);
                using StoreHarness next = await StoreHarness.OpenAsync(snapshot, files: found);
                bool changed = (await next.FindAsync("aes"))!.State == State.Deactivated;
                Assert.Equal(changed, (await next.FindAsync("given"))!.IsDestroyed);
                Assert.Equal(changed, await next.GetAsync("given") is null);
                Assert.Equal(changed, await next.FindAsync("new") is not null);
                Assert.Equal(changed, await next.GetAsync("new") is not null);
                Assert.True(changed || !acknowledged);
                Assert.DoesNotContain(found.Files.Keys, static path => path.EndsWith(".commit", StringComparison.Ordinal));
                before |= !changed;
                after |= changed && !acknowledged;
            }
        }

        Assert.True(before && after, "no crash on both sides of the commit point");
    }

    private static Task ChangeSeveralAsync(StoreHarness harness) => harness.WriteAsync(async (transaction, cancellation) =>
    {
        using SymmetricKey added = TestObjects.Aes(new byte[32]);
        await transaction.UpdateAsync((await transaction.FindAsync("aes", cancellation))!.In(State.Deactivated), cancellation);
        await transaction.AddAsync(TestObjects.Record("new", added), added, cancellation);
        await transaction.DestroyAsync((await transaction.FindAsync("given", cancellation))!.In(State.Destroyed), cancellation);
    });

    private static async Task<bool> RunUntilAsync(TestSnapshot snapshot, CrashFileSystem disk, StoreChangeCase change, int calls)
    {
        using StoreHarness harness = await StoreHarness.OpenAsync(snapshot, files: disk);
        disk.DieAfter(calls);
        try
        {
            await change.RunAsync(harness);
            return true;
        }
        catch (CrashException)
        {
            return false;
        }
    }

    private static async Task RequireOthersAsync(StoreHarness harness, StoreChangeCase change)
    {
        foreach (string id in (string[])["given", "pre", "aes", "secret"])
        {
            if (id != change.Id)
            {
                Assert.NotNull(await harness.FindAsync(id));
                Assert.NotNull(await harness.GetAsync(id));
            }
        }
    }

    private static bool HoldsKey(byte[] content)
    {
        string text = System.Text.Encoding.UTF8.GetString(content);
        return text.Contains("encryptedKey", StringComparison.Ordinal) || text.Contains("\"sealed\"", StringComparison.Ordinal);
    }
}
