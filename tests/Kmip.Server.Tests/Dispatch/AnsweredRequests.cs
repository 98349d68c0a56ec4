using Kmip.Protocol;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Dispatch;

/// <summary>What every answer has, in every version.</summary>
public sealed class AnsweredRequests
{
    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task A_key_is_created_and_fetched_in_the_version_of_the_request(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        using var server = new DispatcherFixture();
        CreateResponse created = await server.Send(version, Requests.Aes());
        GetResponse got = await server.Send(version, new GetRequest { UniqueIdentifier = created.UniqueIdentifier });

        Assert.Equal(created.UniqueIdentifier, got.UniqueIdentifier);
        Assert.Equal(32, got.Object?.FindKeyBlock()?.KeyValue?.Material?.Bytes?.Length);
    }

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task The_header_has_the_version_the_time_in_whole_seconds_and_the_number_of_items(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        using var server = new DispatcherFixture();
        server.Clock.Advance(TimeSpan.FromMilliseconds(1_750));
        ResponseMessage response = await server.Send(Requests.Message(version, new QueryRequest { QueryFunctions = [QueryFunction.QueryOperations] }));

        Assert.Equal(version, response.Version);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 1, TimeSpan.Zero), response.Header.TimeStamp);
        Assert.Equal(1, response.Header.BatchCount);
        Assert.Null(response.Header.ServerCorrelationValue);
    }
}
