using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Kmip.FakeAws.Faults;
using Kmip.FakeAws.Hosting;

namespace Kmip.KeyProviders.Aws.Tests.Fake;

/// <summary>What goes wrong below the protocol: resets, half and huge bodies, other people's pages, redirects, nobody there.</summary>
[Trait("Abuse", "A117")]
public sealed class AwsTransportFaultTests(FakeAwsFixture fake) : IClassFixture<FakeAwsFixture>
{
    private static readonly RetryPolicy Quick = new() { Deadline = TimeSpan.FromSeconds(4), BaseDelay = TimeSpan.FromMilliseconds(1) };
    private static readonly RetryPolicy Short = new() { Deadline = TimeSpan.FromSeconds(1), BaseDelay = TimeSpan.FromMilliseconds(1) };

    public static TheoryData<FaultKind, int> Kinds => new()
    {
        { FaultKind.Reset, 0 },
        { FaultKind.PartialBody, 0 },
        { FaultKind.TruncatedJson, 0 },
        { FaultKind.OversizedBody, 0 },
        { FaultKind.Html, 200 },
        { FaultKind.Html, 403 },
        { FaultKind.Html, 404 },
        { FaultKind.Html, 503 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Answers_that_are_none_are_retried_and_then_unavailable(FaultKind kind, int status)
    {
        KeyProviderException failure = await UnwrapWithAsync(new Fault(kind) { Status = status }, Quick);
        Assert.Equal(KeyProviderError.Unavailable, failure.Error);
        Assert.Equal(4, failure.Attempts);
        Assert.Equal(4, fake.Server.Requests.Count);
        Assert.DoesNotContain(FakeAwsServer.VendorText, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task One_bad_answer_does_no_harm(FaultKind kind, int status)
    {
        AwsKeyProvider provider = await PrepareAsync(Quick);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        fake.Server.Faults.Add(new Fault(kind) { Status = status, Count = 1 });
        Assert.Equal(32, await provider.UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
    }

    [Theory]
    [InlineData(FaultKind.SlowBody)]
    [InlineData(FaultKind.Silence)]
    public async Task Slow_answers_end_with_the_deadline(FaultKind kind)
    {
        long start = Stopwatch.GetTimestamp();
        KeyProviderException failure = await UnwrapWithAsync(new Fault(kind), Short);
        Assert.Equal(KeyProviderError.DeadlineExceeded, failure.Error);
        Assert.InRange(failure.Attempts, 2, 4);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(4), "The deadline was not kept.");
    }

    [Theory]
    [Trait("Abuse", "A121")]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_never_followed(int status)
    {
        await using FakeAwsServer metadata = await FakeAwsServer.StartAsync();
        KeyProviderException failure = await UnwrapWithAsync(
            new Fault(FaultKind.Redirect) { Status = status, Location = new Uri(metadata.Endpoint, "/latest/meta-data/").AbsoluteUri }, Quick);
        Assert.Equal(KeyProviderError.Unavailable, failure.Error);
        Assert.Contains("redirect", failure.Message, StringComparison.Ordinal);
        Assert.Empty(metadata.Requests);
    }

    [Fact]
    public async Task Nobody_listening_is_unavailable_with_a_remedy()
    {
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        int port = ((IPEndPoint)reserved.LocalEndpoint).Port;
        reserved.Stop();
        using AwsKeyProvider provider = Elsewhere($"http://127.0.0.1:{port}");
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(async () => await provider.WrapAsync(new byte[32], CancellationToken.None));
        Assert.Equal((KeyProviderError.Unavailable, 4), (failure.Error, failure.Attempts));
        Assert.Contains("cannot be reached", failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.CloudCode);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_and_a_peer_without_TLS_are_told_apart()
    {
        using AwsKeyProvider nowhere = Elsewhere("https://kms.invalid");
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(async () => await nowhere.WrapAsync(new byte[32], CancellationToken.None));
        Assert.Contains(failure.Error, (KeyProviderError[])[KeyProviderError.Unavailable, KeyProviderError.DeadlineExceeded]);

        using AwsKeyProvider plain = Elsewhere($"https://127.0.0.1:{fake.Server.Endpoint.Port}");
        failure = await Assert.ThrowsAsync<KeyProviderException>(async () => await plain.WrapAsync(new byte[32], CancellationToken.None));
        Assert.Equal(KeyProviderError.Unavailable, failure.Error);
        Assert.Contains("TLS", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_a_silent_call_ends_it_at_once_as_a_cancellation()
    {
        AwsKeyProvider provider = await PrepareAsync(RetryPolicy.AtStart);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        fake.Server.Faults.Add(new Fault(FaultKind.Silence));
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        long start = Stopwatch.GetTimestamp();
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await provider.UnwrapAsync(wrapped, new byte[32], cancellation.Token));
        Assert.Equal(cancellation.Token, e.CancellationToken);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5), "Cancellation took too long.");
    }

    private AwsKeyProvider Elsewhere(string url) => new(new AwsKeyProviderOptions
    {
        KeyId = "alias/first",
        Region = "eu-central-1",
        AccessKeyId = fake.User.AccessKeyId,
        SecretAccessKey = fake.User.SecretAccessKey,
        EndpointUrl = url,
        RetryPolicy = Quick,
    });

    private async Task<AwsKeyProvider> PrepareAsync(RetryPolicy policy)
    {
        fake.Server.Faults.Clear();
        await Task.CompletedTask;
        return fake.Provider(policy: policy);
    }

    private async Task<KeyProviderException> UnwrapWithAsync(Fault fault, RetryPolicy policy)
    {
        AwsKeyProvider provider = await PrepareAsync(policy);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        fake.Server.Requests.Clear();
        fake.Server.Faults.Add(fault);
        byte[] destination = new byte[32];
        return await Assert.ThrowsAsync<KeyProviderException>(async () => await provider.UnwrapAsync(wrapped, destination, CancellationToken.None));
    }
}
