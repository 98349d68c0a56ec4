using Kmip.Protocol;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Operations;

/// <summary>Requests that name no object, or one that does not exist.</summary>
public sealed class UnknownObjects : IDisposable
{
    private static readonly string[] Operations = ["Get", "GetAttributes", "GetAttributeList", "Activate", "Revoke", "Destroy"];

    private readonly DispatcherFixture _server = new();

    public static TheoryData<string, int, int> Cases() => new(
        from operation in Operations from version in KmipVersion.Supported select (operation, version.Major, version.Minor));

    public void Dispose() => _server.Dispose();

    [Theory]
    [Trait("Abuse", "A37")]
    [MemberData(nameof(Cases))]
    public async Task An_unknown_identifier_is_not_found(string operation, int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        await _server.CreateAsync();
        foreach (string id in new[] { "1", Guid.Empty.ToString(), "../x", new string('9', 10_000) })
        {
            ResponseBatchItem item = DispatcherFixture.Failed(await _server.Send(Request(operation, id, version)));
            ObjectSteps.AssertReason(item, version, ResultReason.ObjectNotFound, ResultReason.ItemNotFound);
            Assert.DoesNotContain(id, item.ResultMessage!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [Trait("Abuse", "A37")]
    [MemberData(nameof(Cases))]
    public async Task An_empty_identifier_is_an_invalid_field(string operation, int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        ResponseBatchItem item = DispatcherFixture.Failed(await _server.Send(Request(operation, string.Empty, version)));
        Assert.Equal(ResultReason.InvalidField, item.ResultReason);
    }

    [Theory]
    [Trait("Abuse", "A37")]
    [MemberData(nameof(Cases))]
    public async Task No_identifier_and_no_placeholder_is_missing_data(string operation, int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        await _server.CreateAsync();
        ResponseBatchItem item = DispatcherFixture.Failed(await _server.Send(Request(operation, null, version)));
        Assert.Equal(ResultReason.MissingData, item.ResultReason);
    }

    [Theory]
    [Trait("Abuse", "A37")]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    public async Task A_reference_to_nothing_in_the_batch_is_missing_data(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        foreach (UniqueIdentifier id in new[] { new UniqueIdentifier(0), new UniqueIdentifier(-1), new UniqueIdentifier(int.MinValue), new UniqueIdentifier(UniqueIdentifierEnumeration.Create) })
        {
            Assert.Equal(ResultReason.MissingData, (await _server.Fail(version, new GetRequest { UniqueIdentifier = id })).ResultReason);
        }
    }

    private static RequestMessage Request(string operation, string? id, KmipVersion version)
    {
        UniqueIdentifier? identifier = id is null ? default(UniqueIdentifier?) : new UniqueIdentifier(id);
        return operation switch
        {
            "Get" => Requests.Message(version, new GetRequest { UniqueIdentifier = identifier }),
            "GetAttributes" => Requests.Message(version, new GetAttributesRequest { UniqueIdentifier = identifier }),
            "GetAttributeList" => Requests.Message(version, new GetAttributeListRequest { UniqueIdentifier = identifier }),
            "Activate" => Requests.Message(version, new ActivateRequest { UniqueIdentifier = identifier }),
            "Revoke" => Requests.Message(version, Requests.Revoke(identifier)),
            _ => Requests.Message(version, new DestroyRequest { UniqueIdentifier = identifier }),
        };
    }
}
