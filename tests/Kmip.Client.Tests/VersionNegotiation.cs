using Kmip.Client.Tests.Support;
using Kmip.Protocol;

namespace Kmip.Client.Tests;

/// <summary>Discover Versions when connecting.</summary>
public sealed class VersionNegotiation
{
    [Fact]
    public async Task The_best_common_version_is_used()
    {
        List<KmipVersion> asked = [];
        await using ScriptedServer server = ScriptedServer.Answering(request =>
        {
            asked.Add(Answers.VersionOf(request));
            return Answers.Versions(KmipVersion.V1_1, KmipVersion.V1_0, KmipVersion.V1_2, KmipVersion.V1_3);
        });

        await using KmipClient client = await KmipClient.ConnectAsync(Clients.Options(server, versions: KmipVersion.Supported));

        Assert.Equal(KmipVersion.V1_3, client.Version);
        Assert.Equal([KmipVersion.V1_1], asked);
    }

    [Fact]
    public async Task A_server_that_does_not_know_the_question_is_one_of_version_1_0()
    {
        await using ScriptedServer server = ScriptedServer.Answering(_ => Answers.Failure(Operation.DiscoverVersions, 1, 5, "?"));

        await using KmipClient client = await KmipClient.ConnectAsync(Clients.Options(server, versions: KmipVersion.Supported));

        Assert.Equal(KmipVersion.V1_0, client.Version);
    }

    [Fact]
    public async Task A_server_without_any_1_x_is_asked_in_2_0()
    {
        await using ScriptedServer server = ScriptedServer.Answering(request => Answers.VersionOf(request) == KmipVersion.V2_0
            ? Answers.Versions(KmipVersion.V2_0, KmipVersion.V2_1, KmipVersion.V2_0)
            : Answers.Failure(null, 1, 4, "version"));

        await using KmipClient client = await KmipClient.ConnectAsync(Clients.Options(server, versions: KmipVersion.Supported));

        Assert.Equal(KmipVersion.V2_1, client.Version);
    }

    [Fact]
    public async Task No_version_in_common_is_an_error_that_names_ours()
    {
        await using ScriptedServer server = ScriptedServer.Answering(_ => Answers.Versions(KmipVersion.V1_1, KmipVersion.V1_0));

        KmipConnectionException exception = await Assert.ThrowsAsync<KmipConnectionException>(
            () => KmipClient.ConnectAsync(Clients.Options(server, versions: [KmipVersion.V1_4, KmipVersion.V1_3])));

        Assert.Equal(KmipConnectionError.NoCommonVersion, exception.Error);
        Assert.Contains("1.4, 1.3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_version_is_used_without_asking()
    {
        List<KmipVersion> asked = [];
        await using ScriptedServer server = ScriptedServer.Answering(request =>
        {
            asked.Add(Answers.VersionOf(request));
            return Answers.Identifier(Operation.Activate, "1", KmipVersion.V1_2);
        });
        await using KmipClient client = await KmipClient.ConnectAsync(Clients.Options(server, versions: [KmipVersion.V1_2]));

        await client.SendAsync(new ActivateRequest { UniqueIdentifier = "1" });

        Assert.Equal([KmipVersion.V1_2], asked);
    }
}
