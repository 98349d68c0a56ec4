using System.Security.Authentication;
using Kmip.Client;
using Kmip.Protocol;
using Kmip.ProxyHost.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.ProxyHost.Tests.Serving;

/// <summary>A dbpath is served over mutual TLS, and the key that comes out is the one that was wrapped.</summary>
public sealed class ServeTests
{
    [Fact]
    public async Task The_key_that_was_wrapped_comes_out_in_every_version()
    {
        using TestSnapshot snapshot = new();
        byte[] key = snapshot.AddKey("k1");
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, []);

        foreach (KmipVersion version in KmipVersion.Supported)
        {
            Assert.Equal(key, await run.GetKeyAsync("k1", version));
        }

        Assert.Equal(ExitCode.Success, await run.StopAsync());
    }

    [Fact]
    public async Task The_state_that_mongod_polls_is_active_and_comes_alone()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, []);
        await using KmipClient client = await run.ConnectAsync(KmipVersion.V1_0);

        GetAttributesResponse response = await client.SendAsync(
            new GetAttributesRequest { UniqueIdentifier = "k1", AttributeReferences = [KmipTag.State] }, TestContext.Current.CancellationToken);

        Assert.Equal(State.Active, response.Attributes.State);
        Assert.Single(response.Attributes);
    }

    [Fact]
    public async Task A_new_key_is_refused_with_the_name_of_the_option_that_would_allow_it()
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, []);
        await using KmipClient client = await run.ConnectAsync();

        CreateRequest request = new()
        {
            ObjectType = ObjectType.SymmetricKey,
            Attributes = new AttributeList { CryptographicAlgorithm = CryptographicAlgorithm.AES, CryptographicLength = 256 },
        };
        KmipOperationFailedException failure = await Assert.ThrowsAsync<KmipOperationFailedException>(
            () => client.SendAsync(request, TestContext.Current.CancellationToken));
        QueryResponse query = await client.SendAsync(
            new QueryRequest { QueryFunctions = [QueryFunction.QueryOperations] }, TestContext.Current.CancellationToken);

        Assert.Equal(ResultReason.OperationNotSupported, failure.ResultReason);
        Assert.Contains("--allowNewKeys", failure.Message, StringComparison.Ordinal);
        Assert.Equal(
            [Operation.Locate, Operation.Get, Operation.GetAttributes, Operation.GetAttributeList, Operation.Query, Operation.DiscoverVersions], query.Operations);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tls_1_3_is_offered_only_where_the_option_asks_for_it(bool offered)
    {
        using TestSnapshot snapshot = new();
        snapshot.AddKey("k1");
        await using ServingRun run = await ServingRun.StartAsync(snapshot.DatabasePath, offered ? ["--tls13"] : []);

        Exception? failure = await Record.ExceptionAsync(async () => await (await run.ConnectAsync(null, SslProtocols.Tls13)).DisposeAsync());

        Assert.Equal(offered, failure is null);
        Assert.True(offered || failure is KmipConnectionException, failure?.ToString());
        await using KmipClient older = await run.ConnectAsync(null, SslProtocols.Tls12);
    }

    [Fact]
    public async Task The_demo_shows_each_step_and_leaves_nothing_behind()
    {
        ProxyRun run = await ProxyRun.RunAsync(["demo"]);

        Assert.Equal((ExitCode.Success, ""), (run.ExitCode, run.Error));
        Assert.Contains("Get: a SymmetricKey of 32 bytes, identical to the master key that was wrapped.", run.Output, StringComparison.Ordinal);
        string[] lines = run.Output.TrimEnd().Split(Environment.NewLine);
        Assert.Equal(8, lines.Length);
        Assert.All(lines, (line, index) => Assert.StartsWith($"{index + 1}. ", line, StringComparison.Ordinal));
        string folder = lines[^1].Split(' ')[^1].TrimEnd('.');
        Assert.StartsWith(Path.GetTempPath(), folder, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }
}
