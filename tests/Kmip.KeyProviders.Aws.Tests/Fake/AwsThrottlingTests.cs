using System.Diagnostics;
using Kmip.FakeAws.Faults;

namespace Kmip.KeyProviders.Aws.Tests.Fake;

/// <summary>Throttling with and without Retry-After, within the budget.</summary>
[Trait("Abuse", "A118")]
public sealed class AwsThrottlingTests(FakeAwsFixture fake) : IClassFixture<FakeAwsFixture>
{
    public static TheoryData<int, string?> Throttles
    {
        get
        {
            var data = new TheoryData<int, string?>();
            foreach (int count in (int[])[1, 2, 3])
            {
                foreach (string? retryAfter in (string?[])[null, "0", "-5", "3600", "99999999999999999999", "soon", "Wed, 21 Oct 2099 07:28:00 GMT"])
                {
                    data.Add(count, retryAfter);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Throttles))]
    public async Task Throttled_a_few_times_it_still_succeeds_within_the_budget(int count, string? retryAfter)
    {
        var policy = new RetryPolicy { Deadline = TimeSpan.FromSeconds(1.2), AttemptTimeout = TimeSpan.FromSeconds(1), BaseDelay = TimeSpan.FromMilliseconds(1) };
        await RunAsync(count, retryAfter, policy);
    }

    [Fact]
    public async Task A_second_that_was_asked_for_is_waited()
    {
        TimeSpan took = await RunAsync(1, "1", RetryPolicy.WhileClientWaits);
        Assert.InRange(took, TimeSpan.FromSeconds(0.95), RetryPolicy.WhileClientWaits.Deadline);
    }

    private async Task<TimeSpan> RunAsync(int count, string? retryAfter, RetryPolicy policy)
    {
        AwsKeyProvider provider = fake.Provider(policy: policy);
        byte[] wrapped = await fake.Provider().WrapAsync(new byte[32], CancellationToken.None);
        fake.Server.Requests.Clear();
        fake.Server.Faults.Add(Fault.Throttle(count, retryAfter));
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(32, await provider.UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
        Assert.Equal(count + 1, fake.Server.Requests.Count);
        return Stopwatch.GetElapsedTime(start);
    }
}
