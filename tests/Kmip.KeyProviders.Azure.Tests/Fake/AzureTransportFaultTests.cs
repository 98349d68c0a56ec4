using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Kmip.FakeAzure.Faults;
using Kmip.FakeAzure.Hosting;

namespace Kmip.KeyProviders.Azure.Tests.Fake;

/// <summary>What goes wrong below the protocol, at the vault, at its first answer, and at Entra ID.</summary>
[Trait("Abuse", "A117")]
public sealed class AzureTransportFaultTests(FakeAzureFixture fake) : IClassFixture<FakeAzureFixture>
{
    private static readonly RetryPolicy Short = new() { Deadline = TimeSpan.FromSeconds(1), BaseDelay = TimeSpan.FromMilliseconds(1) };

    public static TheoryData<string, FaultKind, int> Kinds
    {
        get
        {
            var data = new TheoryData<string, FaultKind, int>();
            foreach (string service in (string[])["vault", "challenge", "token"])
            {
                foreach (FaultKind kind in (FaultKind[])[FaultKind.Reset, FaultKind.PartialBody, FaultKind.TruncatedJson, FaultKind.OversizedBody])
                {
                    data.Add(service, kind, 0);
                }

                foreach (int status in (int[])[200, 403, 404, 503])
                {
                    data.Add(service, FaultKind.Html, status);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Answers_that_are_none_are_retried_and_then_unavailable(string service, FaultKind kind, int status)
    {
        KeyProviderException failure = await UnwrapWithAsync(new Fault(kind) { Service = service, Status = status }, FakeAzureFixture.Quick);
        Assert.Equal((KeyProviderError.Unavailable, 4), (failure.Error, failure.Attempts));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task One_bad_answer_does_no_harm(string service, FaultKind kind, int status)
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.Faults.Add(new Fault(kind) { Service = service, Status = status, Count = 1 });
        Assert.Equal(32, await fake.Provider().UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
    }

    [Fact]
    public async Task An_answer_that_names_another_key_is_none()
    {
        fake.Server.Faults.Add(new Fault(FaultKind.OtherKey));
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(async () => await fake.Provider().WrapAsync(new byte[32], CancellationToken.None));
        fake.Server.Faults.Clear();
        Assert.Equal((KeyProviderError.Unavailable, 4), (failure.Error, failure.Attempts));
    }

    [Theory]
    [InlineData("vault", FaultKind.SlowBody)]
    [InlineData("vault", FaultKind.Silence)]
    [InlineData("challenge", FaultKind.Silence)]
    [InlineData("token", FaultKind.Silence)]
    public async Task Slow_answers_end_with_the_deadline(string service, FaultKind kind)
    {
        long start = Stopwatch.GetTimestamp();
        KeyProviderException failure = await UnwrapWithAsync(new Fault(kind) { Service = service }, Short);
        Assert.Equal(KeyProviderError.DeadlineExceeded, failure.Error);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(8), "The deadline was not kept.");
    }

    [Theory]
    [Trait("Abuse", "A121")]
    [InlineData("vault", 302)]
    [InlineData("vault", 307)]
    [InlineData("challenge", 307)]
    [InlineData("token", 302)]
    [InlineData("token", 307)]
    public async Task A_redirect_is_never_followed(string service, int status)
    {
        await using FakeAzureServer target = await FakeAzureServer.StartAsync();
        string location = new Uri(target.Endpoint, "/metadata/identity/oauth2/token").AbsoluteUri;
        KeyProviderException failure = await UnwrapWithAsync(
            new Fault(FaultKind.Redirect) { Service = service, Status = status, Location = location }, FakeAzureFixture.Quick);
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
        using var provider = new AzureKeyProvider(new AzureKeyProviderOptions
        {
            KeyIdentifier = fake.Key.Id,
            ManagedIdentity = true,
            EndpointUrl = $"http://127.0.0.1:{port}",
            RetryPolicy = FakeAzureFixture.Quick,
        });
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(async () => await provider.WrapAsync(new byte[32], CancellationToken.None));
        Assert.Equal((KeyProviderError.Unavailable, 4), (failure.Error, failure.Attempts));
        Assert.Contains("cannot be reached", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vault")]
    [InlineData("token")]
    public async Task Cancelling_a_silent_call_ends_it_at_once_as_a_cancellation(string service)
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.Faults.Add(new Fault(FaultKind.Silence) { Service = service });
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await fake.Provider(policy: RetryPolicy.AtStart).UnwrapAsync(wrapped, new byte[32], cancellation.Token));
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
        var policy = new RetryPolicy { Deadline = TimeSpan.FromSeconds(3), AttemptTimeout = TimeSpan.FromSeconds(2), BaseDelay = TimeSpan.FromMilliseconds(1) };
        fake.Server.Faults.Add(Fault.Throttle(count, retryAfter));
        Assert.Equal(32, await fake.Provider(policy: policy).UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
    }

    private async Task<KeyProviderException> UnwrapWithAsync(Fault fault, RetryPolicy policy)
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.Requests.Clear();
        fake.Server.Faults.Add(fault);
        KeyProviderException failure = await fake.FailAsync(fake.Provider(policy: policy), wrapped);
        fake.Server.Faults.Clear();
        return failure;
    }
}
