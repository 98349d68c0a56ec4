using Kmip.Protocol;
using Kmip.ProxyHost.Tests.Support;
using Kmip.Server;

namespace Kmip.ProxyHost.Tests.Store;

/// <summary>A disk that fails or is full: no change is acknowledged, none is made after it, reading goes on.</summary>
public sealed class FailingDisk
{
    private const int InputOutputError = 5;
    private const int NoSpace = 28;

    public static TheoryData<StoreChangeCase> Changes => StoreChangeCase.All;

    [Theory]
    [Trait("Abuse", "A101")]
    [MemberData(nameof(Changes))]
    public async Task A_failed_call_is_a_failed_change_and_the_store_is_read_only_from_then_on(StoreChangeCase change)
    {
        foreach ((int errno, bool forEver) in (ValueTuple<int, bool>[])[(InputOutputError, false), (InputOutputError, true), (NoSpace, false), (NoSpace, true)])
        {
            using TestSnapshot snapshot = new();
            CrashFileSystem prepared = await StoreChangeCase.PrepareAsync(snapshot);
            int failures = 0;
            while (await FailAsync(snapshot, prepared.Restart(CrashKind.PowerCut), change, failures + 1, errno, forEver))
            {
                failures++;
            }

            Assert.True(failures >= 5, $"only {failures} calls failed");
        }
    }

    private static async Task<bool> FailAsync(TestSnapshot snapshot, CrashFileSystem disk, StoreChangeCase change, int failAt, int errno, bool forEver)
    {
        FaultyFileSystem faulty = new(disk, failAt, errno, forEver);
        using (StoreHarness harness = await StoreHarness.OpenAsync(snapshot, files: faulty))
        {
            if (await Record.ExceptionAsync(() => change.RunAsync(harness)) is not Exception failure)
            {
                Assert.Null(faulty.Failed);
                return false;
            }

            Assert.Equal(errno == NoSpace ? StoreError.Full : StoreError.Failed, Assert.IsType<StoreException>(failure).Error);
            Assert.Contains("no further one is accepted", harness.Log, StringComparison.Ordinal);
            await RequireReadOnlyAsync(harness, change);
        }

        using StoreHarness next = await StoreHarness.OpenAsync(snapshot, files: disk.Restart(CrashKind.Killed));
        State? state = await change.RequireWholeAsync(next);
        bool outcomeUnknown = faulty.Failed is "sync directory" or "delete";
        Assert.True(outcomeUnknown || state == change.StateBefore, $"{faulty.Failed} failed, and the change is there all the same");
        return true;
    }

    private static async Task RequireReadOnlyAsync(StoreHarness harness, StoreChangeCase change)
    {
        // What memory shows is the state before: a change that may not be on the disk is not claimed.
        Assert.Equal(change.StateBefore, (await harness.FindAsync(change.Id))?.State);
        Assert.Equal(change.StateBefore is null ? null : change.Bytes(), await harness.GetAsync(change.Id));
        using SymmetricKey other = TestObjects.Aes(new byte[32]);
        StoreException refused = await Assert.ThrowsAsync<StoreException>(() => harness.AddAsync(TestObjects.Record("later", other), other));
        Assert.Equal(StoreError.ReadOnly, refused.Error);
        Assert.Contains("restart kmip-proxy", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<StoreException>(async () => await harness.UpdateAsync((await harness.FindAsync("aes"))!));
        Assert.Equal(StoreError.ReadOnly, refused.Error);
    }
}
