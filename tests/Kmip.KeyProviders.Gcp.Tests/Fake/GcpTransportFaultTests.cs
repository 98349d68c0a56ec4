using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Kmip.FakeGcp.Faults;
using Kmip.FakeGcp.Hosting;

namespace Kmip.KeyProviders.Gcp.Tests.Fake;

/// <summary>What goes wrong below the protocol, at Cloud KMS and at the services that issue tokens.</summary>
[Trait("Abuse", "A117")]
public sealed class GcpTransportFaultTests(FakeGcpFixture fake) : IClassFixture<FakeGcpFixture>
{
    private static readonly RetryPolicy Quick = new() { Deadline = TimeSpan.FromSeconds(4), BaseDelay = TimeSpan.FromMilliseconds(1) };
    private static readonly RetryPolicy Short = new() { Deadline = TimeSpan.FromSeconds(1), BaseDelay = TimeSpan.FromMilliseconds(1) };

    public static TheoryData<string, bool, FaultKind, int> Kinds
    {
        get
        {
            var data = new TheoryData<string, bool, FaultKind, int>();
            foreach ((string service, bool google) in ((string, bool)[])[("kms", false), ("token", false), ("token", true)])
            {
                foreach (FaultKind kind in (FaultKind[])[FaultKind.Reset, FaultKind.PartialBody, FaultKind.TruncatedJson, FaultKind.OversizedBody])
                {
                    data.Add(service, google, kind, 0);
                }

                foreach (int status in (int[])[200, 403, 404, 503])
                {
                    data.Add(service, google, FaultKind.Html, status);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Answers_that_are_none_are_retried_and_then_unavailable(string service, bool google, FaultKind kind, int status)
    {
        KeyProviderException failure = await UnwrapWithAsync(new Fault(kind) { Service = service, Status = status }, Quick, google);
        Assert.Equal((KeyProviderError.Unavailable, 4), (failure.Error, failure.Attempts));
        Assert.Equal(4, fake.Server.Requests.Count(r => r.Service == service));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task One_bad_answer_does_no_harm(string service, bool google, FaultKind kind, int status)
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.Faults.Add(new Fault(kind) { Service = service, Status = status, Count = 1 });
        Assert.Equal(32, await fake.Provider(google: google, policy: Quick).UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
    }

    [Theory]
    [InlineData("kms", FaultKind.SlowBody)]
    [InlineData("kms", FaultKind.Silence)]
    [InlineData("token", FaultKind.Silence)]
    public async Task Slow_answers_end_with_the_deadline(string service, FaultKind kind)
    {
        long start = Stopwatch.GetTimestamp();
        KeyProviderException failure = await UnwrapWithAsync(new Fault(kind) { Service = service }, Short, google: true);
        Assert.Equal(KeyProviderError.DeadlineExceeded, failure.Error);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(4), "The deadline was not kept.");
    }

    [Theory]
    [Trait("Abuse", "A121")]
    [InlineData("kms", false, 302)]
    [InlineData("kms", false, 307)]
    [InlineData("token", false, 307)]
    [InlineData("token", true, 302)]
    [InlineData("token", true, 307)]
    public async Task A_redirect_is_never_followed(string service, bool google, int status)
    {
        await using FakeGcpServer target = await FakeGcpServer.StartAsync();
        string location = new Uri(target.Endpoint, "/computeMetadata/v1/").AbsoluteUri;
        KeyProviderException failure = await UnwrapWithAsync(new Fault(FaultKind.Redirect) { Service = service, Status = status, Location = location }, Quick, google);
        Assert.Equal(KeyProviderError.Unavailable, failure.Error);
        Assert.Contains("redirect", failure.Message, StringComparison.Ordinal);
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task Nobody_listening_is_unavailable_with_a_remedy()
    {
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        int port = ((IPEndPoint)reserved.LocalEndpoint).Port;
        reserved.Stop();
        using var provider = new GcpKeyProvider(new GcpKeyProviderOptions
        {
            KeyName = fake.Key.Name,
            CredentialsJson = fake.Account.KeyJson(),
            EndpointUrl = $"http://127.0.0.1:{port}",
            CredentialEndpointUrl = fake.Server.Endpoint.AbsoluteUri,
            RetryPolicy = Quick,
        });
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(async () => await provider.WrapAsync(new byte[32], CancellationToken.None));
        Assert.Equal((KeyProviderError.Unavailable, 4), (failure.Error, failure.Attempts));
        Assert.Contains("cannot be reached", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_a_silent_call_ends_it_at_once_as_a_cancellation(bool google)
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.Faults.Add(new Fault(FaultKind.Silence) { Service = "token" });
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await fake.Provider(google: google, policy: RetryPolicy.AtStart).UnwrapAsync(wrapped, new byte[32], cancellation.Token));
        fake.Server.Faults.Clear();
    }

    [Theory]
    [Trait("Abuse", "A118")]
    [InlineData(1, null)]
    [InlineData(3, "0")]
    [InlineData(2, "3600")]
    [InlineData(3, "99999999999999999999")]
    [InlineData(1, "soon")]
    [InlineData(2, "Wed, 21 Oct 2099 07:28:00 GMT")]
    public async Task Throttled_a_few_times_it_still_succeeds_within_the_budget(int count, string? retryAfter)
    {
        byte[] wrapped = await fake.WrapAsync();
        var policy = new RetryPolicy { Deadline = TimeSpan.FromSeconds(1.5), AttemptTimeout = TimeSpan.FromSeconds(1), BaseDelay = TimeSpan.FromMilliseconds(1) };
        fake.Server.Faults.Add(Fault.Throttle(count, retryAfter));
        Assert.Equal(32, await fake.Provider(policy: policy, google: false).UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
    }

    private async Task<KeyProviderException> UnwrapWithAsync(Fault fault, RetryPolicy policy, bool google)
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.Requests.Clear();
        fake.Server.Faults.Add(fault);
        KeyProviderException failure = await FakeGcpFixture.FailAsync(fake.Provider(policy: policy, google: google), wrapped);
        fake.Server.Faults.Clear();
        return failure;
    }
}
