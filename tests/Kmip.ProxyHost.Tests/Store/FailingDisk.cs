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

    [Theory]
    [Trait("Abuse", "A101")]
    [InlineData(InputOutputError, false)]
    [InlineData(NoSpace, true)]
    public async Task A_failed_call_while_several_objects_change_leaves_all_of_them_or_none_changed(int errno, bool forEver)
    {
        using TestSnapshot snapshot = new();
        CrashFileSystem prepared = await StoreChangeCase.PrepareAsync(snapshot);
        for (int failAt = 1; ; failAt++)
        {
            CrashFileSystem disk = prepared.Restart(CrashKind.PowerCut);
            FaultyFileSystem faulty = new(disk, failAt, errno, forEver);
            bool failed;
            using (StoreHarness harness = await StoreHarness.OpenAsync(snapshot, files: faulty))
            {
                failed = await Record.ExceptionAsync(() => harness.WriteAsync(static async (transaction, cancellation) =>
                {
                    await transaction.UpdateAsync((await transaction.FindAsync("aes", cancellation))!.In(State.Deactivated), cancellation);
                    await transaction.DestroyAsync((await transaction.FindAsync("given", cancellation))!.In(State.Destroyed), cancellation);
                })) is StoreException;
                Assert.Equal(faulty.Failed is not null, failed);
                Assert.Equal(failed ? State.Active : State.Deactivated, (await harness.FindAsync("aes"))!.State);
                Assert.Equal(failed, await harness.GetAsync("given") is not null);
            }

            using StoreHarness next = await StoreHarness.OpenAsync(snapshot, files: disk.Restart(CrashKind.Killed));
            bool changed = (await next.FindAsync("aes"))!.State == State.Deactivated;
            Assert.Equal(changed, (await next.FindAsync("given"))!.IsDestroyed);
            if (!failed)
            {
                Assert.True(changed);
                Assert.True(failAt > 10, $"only {failAt} calls");
                return;
            }
        }
    }

    [Fact]
    [Trait("Abuse", "A101")]
    public async Task A_cut_short_change_that_cannot_be_finished_at_the_start_is_an_error_of_the_file()
    {
        using TestSnapshot snapshot = new();
        CrashFileSystem disk = new(snapshot.DatabasePath);
        disk.Seed(snapshot.Layout.CommitJournalPath, System.Text.Encoding.UTF8.GetBytes(
            """{"formatVersion":1,"files":[{"name":"k.local.metadata","content":"e30=","deleteKey":false}]}"""));

        ProxyException refused = await Assert.ThrowsAsync<ProxyException>(
            () => StoreHarness.OpenAsync(snapshot, files: new FaultyFileSystem(disk, 1, InputOutputError, forEver: true)));

        Assert.Equal(ExitCode.File, refused.ExitCode);
        Assert.Contains("k.local.metadata", refused.Message, StringComparison.Ordinal);
        Assert.True(disk.FileExists(snapshot.Layout.CommitJournalPath));
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
