using Microsoft.Extensions.Time.Testing;

namespace Kmip.KeyProviders.Tests.Retry;

internal static class FakeTime
{
    /// <summary>Moves the clock in steps of 10 ms until the call has ended; gives up after ten simulated minutes.</summary>
    public static async Task RunUntilAsync(this FakeTimeProvider time, Task call)
    {
        for (int steps = 0; !call.IsCompleted; steps++)
        {
            Assert.True(steps < 60_000, "The call does not end.");
            time.Advance(TimeSpan.FromMilliseconds(10));

            // Continuations run on the thread pool: give them the time that only they need.
            if (steps % 10 == 0)
            {
                await Task.Delay(1);
            }

            await Task.Yield();
        }
    }
}
