using System.Text.RegularExpressions;
using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Kmip.Server.Tests.Dispatch;

/// <summary>A defect or an outage inside tells the client nothing but a number to ask with.</summary>
[Trait("Abuse", "A34")]
public sealed partial class InternalFailures
{
    private const string Canary = "canary: /var/lib/kmip/store.db at Kmip.Server.Store.Open(String path)";

    [Theory]
    [InlineData(ThrowingStore.Step.Begin)]
    [InlineData(ThrowingStore.Step.Find)]
    [InlineData(ThrowingStore.Step.Commit)]
    public async Task An_exception_becomes_a_constant_message_with_a_correlation_identifier(ThrowingStore.Step step)
    {
        foreach (KmipVersion version in KmipVersion.Supported)
        {
            using var inner = new InMemoryStore();
            using var server = new DispatcherFixture(new ThrowingStore(inner, step, () => new InvalidOperationException(Canary)));
            ResponseBatchItem item = step is ThrowingStore.Step.Find
                ? await server.Fail(version, new GetRequest { UniqueIdentifier = "1" })
                : await server.Fail(version, Requests.Aes());

            Assert.Equal(ResultReason.GeneralFailure, item.ResultReason);
            Match match = Constant().Match(item.ResultMessage!);
            Assert.True(match.Success, item.ResultMessage);
            Assert.Equal(0, inner.Count);
            AssertLogged(server, match.Groups[1].Value);
            await server.AssertAlive();
        }
    }

    [Fact]
    public async Task A_policy_that_throws_allows_nothing()
    {
        using var server = new DispatcherFixture();
        server.Policy = SwitchablePolicy.From((_, operation, _) => operation is Operation.Create ? throw new TimeoutException(Canary) : AccessDecision.Allow);
        ResponseBatchItem item = await server.Fail(KmipVersion.V1_4, Requests.Aes());

        Assert.Equal(ResultReason.GeneralFailure, item.ResultReason);
        Assert.Equal(0, server.Store.Count);
        AssertLogged(server, Constant().Match(item.ResultMessage!).Groups[1].Value);
    }

    [Theory]
    [InlineData("1.4", ResultReason.GeneralFailure)]
    [InlineData("2.1", ResultReason.InternalServerError)]
    public async Task A_store_that_failed_says_so_in_its_own_words(string versionText, ResultReason reason)
    {
        KmipVersion version = KmipVersion.Supported.Single(known => known.ToString() == versionText);
        using var inner = new InMemoryStore();
        using var server = new DispatcherFixture(new ThrowingStore(
            inner, ThrowingStore.Step.Commit, () => new StoreException(StoreError.Failed, "The store cannot write.", new IOException(Canary))));
        ResponseBatchItem item = await server.Fail(version, Requests.Aes());

        Assert.Equal(reason, item.ResultReason);
        Assert.Matches("^The store cannot write\\. Ask the operator for correlation [0-9a-f-]{36}\\.$", item.ResultMessage);
        Assert.Equal(0, inner.Count);
    }

    [Fact]
    public async Task Only_the_failing_item_fails()
    {
        using var inner = new InMemoryStore();
        using var server = new DispatcherFixture(new ThrowingStore(inner, ThrowingStore.Step.Add, () => new InvalidOperationException(Canary)));
        RequestMessage request = Requests.Batch(
            KmipVersion.V1_4, RequestBatchItem.For(Requests.Aes()), RequestBatchItem.For(new QueryRequest { QueryFunctions = [QueryFunction.QueryObjects] }));
        request.Header.BatchErrorContinuationOption = BatchErrorContinuationOption.Continue;
        ResponseMessage response = await server.Send(request);

        Assert.Equal([ResultStatus.OperationFailed, ResultStatus.Success], response.BatchItems.Select(item => item.ResultStatus));
    }

    [Fact]
    public async Task A_unit_of_work_that_does_not_close_changes_no_answer_and_is_logged()
    {
        using var inner = new InMemoryStore();
        using var server = new DispatcherFixture(new ThrowingStore(inner, ThrowingStore.Step.Dispose, () => new InvalidOperationException(Canary)));
        await server.Send(KmipVersion.V1_4, Requests.Aes());
        ResponseBatchItem item = await server.Fail(KmipVersion.V1_4, Requests.Aes(1));

        Assert.Equal(ResultReason.InvalidField, item.ResultReason);
        Assert.Equal(1, inner.Count);
        AssertLogged(server, null);
    }

    private static void AssertLogged(DispatcherFixture server, string? correlation)
    {
        LogLine error = Assert.Single(server.Log.Lines, line => line.Event == "OperationBroken");
        Assert.Equal(LogLevel.Error, error.Level);
        Assert.Null(error.Exception);
        if (correlation is not null)
        {
            Assert.Contains(correlation, error.Text, StringComparison.Ordinal);
        }

        LogLine details = Assert.Single(server.Log.Lines, line => line.Event == "OperationBrokenDetails");
        Assert.Equal(LogLevel.Debug, details.Level);
        Assert.NotNull(details.Exception);
        Assert.DoesNotContain(server.Log.Lines, line => line.Level > LogLevel.Debug && (line.Text + line.Exception).Contains("canary", StringComparison.Ordinal));
    }

    [GeneratedRegex("^The server failed inside\\. Ask the operator for correlation ([0-9a-f]{8}-[0-9a-f-]{27})\\.$")]
    private static partial Regex Constant();
}
