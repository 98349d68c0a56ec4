namespace Kmip.Ttlv.Tests.Support;

/// <summary>Counts what an action allocates on this thread.</summary>
internal static class Allocations
{
    /// <summary>The bytes allocated by 1,000 runs of the action, once it has run often enough to be warm.</summary>
    public static long OfManyRuns(Action action)
    {
        for (int i = 0; i < 50; i++)
        {
            action();
        }

        return Of(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                action();
            }
        });
    }

    /// <summary>The bytes allocated by the action.</summary>
    public static long Of(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
