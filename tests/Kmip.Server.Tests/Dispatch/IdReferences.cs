using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Dispatch;

/// <summary>
/// Operations of a batch that mean an object of an earlier one: by leaving the identifier out (KMIP 1.4 section 4), and in 2.x by naming the
/// operation or the place of the identifier in the response (KMIP 2.1 sections 4.58 and 11.58).
/// </summary>
public sealed class IdReferences
{
    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task An_identifier_left_out_is_that_of_the_object_just_made(int major, int minor)
    {
        using var server = new DispatcherFixture();
        ResponseMessage response = await server.Send(Requests.Batch(
            new KmipVersion(major, minor), RequestBatchItem.For(Requests.Aes()), RequestBatchItem.For(new ActivateRequest()), RequestBatchItem.For(new GetRequest())));

        Assert.All(response.BatchItems, item => Assert.Equal(ResultStatus.Success, item.ResultStatus));
        Assert.Single(response.BatchItems.Select(IdOf).Distinct());
    }

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task The_placeholder_ends_with_the_message(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        using var server = new DispatcherFixture();
        await server.Send(version, Requests.Aes());

        Assert.Equal(ResultReason.MissingData, (await server.Fail(version, new GetRequest())).ResultReason);
    }

    [Fact]
    public async Task After_a_create_that_failed_nothing_acts_on_the_object_before_it()
    {
        using var server = new DispatcherFixture();
        ResponseMessage response = await server.Send(Continuing(
            KmipVersion.V1_4, RequestBatchItem.For(Requests.Aes()), RequestBatchItem.For(Requests.Aes(1)), RequestBatchItem.For(new DestroyRequest())));

        Assert.Equal([null, ResultReason.InvalidField, ResultReason.MissingData], response.BatchItems.Select(item => item.ResultReason));
    }

    [Fact]
    public async Task A_failure_of_another_kind_leaves_the_placeholder()
    {
        using var server = new DispatcherFixture();
        ResponseMessage response = await server.Send(Continuing(
            KmipVersion.V1_4, RequestBatchItem.For(Requests.Aes()), RequestBatchItem.For(new GetRequest { UniqueIdentifier = "other" }), RequestBatchItem.For(new GetRequest())));

        Assert.Equal([null, ResultReason.ItemNotFound, null], response.BatchItems.Select(item => item.ResultReason));
        Assert.Equal(IdOf(response.BatchItems[0]), IdOf(response.BatchItems[2]));
    }

    [Theory]
    [InlineData(1, null, null)]
    [InlineData(2, null, ResultReason.MissingData)]
    [InlineData(2, 1, null)]
    [InlineData(2, 2, ResultReason.MissingData)]
    [InlineData(0, null, ResultReason.MissingData)]
    public async Task Locate_sets_the_placeholder_only_where_it_means_one_object(int objects, int? most, ResultReason? expected)
    {
        using var server = new DispatcherFixture();
        for (int i = 0; i < objects; i++)
        {
            await server.Send(KmipVersion.V1_4, Requests.Aes());
        }

        ResponseMessage response = await server.Send(Requests.Batch(
            KmipVersion.V1_4, RequestBatchItem.For(new LocateRequest { MaximumItems = most }), RequestBatchItem.For(new GetRequest())));

        Assert.Equal(expected, response.BatchItems[1].ResultReason);
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("2.1")]
    public async Task Identifiers_are_counted_over_the_whole_response(string versionText)
    {
        KmipVersion version = KmipVersion.Supported.Single(known => known.ToString() == versionText);
        using var server = new DispatcherFixture();
        ResponseMessage response = await server.Send(Requests.Batch(
            version,
            RequestBatchItem.For(Requests.Aes()),
            RequestBatchItem.For(Requests.Aes()),
            RequestBatchItem.For(new ActivateRequest { UniqueIdentifier = new UniqueIdentifier(0) }),
            RequestBatchItem.For(new GetRequest { UniqueIdentifier = new UniqueIdentifier(-1) }),
            RequestBatchItem.For(new GetRequest { UniqueIdentifier = new UniqueIdentifier(1) }),
            RequestBatchItem.For(new GetRequest { UniqueIdentifier = new UniqueIdentifier(-5) }),
            RequestBatchItem.For(new GetRequest { UniqueIdentifier = new UniqueIdentifier(UniqueIdentifierEnumeration.Create) }),
            RequestBatchItem.For(new GetRequest { UniqueIdentifier = new UniqueIdentifier(UniqueIdentifierEnumeration.IDPlaceholder) })));

        Assert.All(response.BatchItems, item => Assert.Equal(ResultStatus.Success, item.ResultStatus));
        string?[] ids = [.. response.BatchItems.Select(IdOf)];
        Assert.Equal([ids[0], ids[1], ids[0], ids[0], ids[1], ids[0], ids[1], ids[1]], ids);
        Assert.NotEqual(ids[0], ids[1]);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-2)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public async Task A_place_without_an_identifier_is_missing(int place)
    {
        using var server = new DispatcherFixture();
        ResponseMessage response = await server.Send(Requests.Batch(
            KmipVersion.V2_1, RequestBatchItem.For(Requests.Aes()), RequestBatchItem.For(new DestroyRequest { UniqueIdentifier = new UniqueIdentifier(place) })));

        Assert.Equal(ResultReason.MissingData, response.BatchItems[1].ResultReason);
    }

    [Fact]
    public async Task The_identifier_of_an_operation_that_was_taken_back_cannot_be_referred_to()
    {
        using var server = new DispatcherFixture();
        RequestMessage request = Continuing(
            KmipVersion.V2_1,
            RequestBatchItem.For(Requests.Aes()),
            RequestBatchItem.For(Requests.Aes(1)),
            RequestBatchItem.For(new DestroyRequest { UniqueIdentifier = new UniqueIdentifier(UniqueIdentifierEnumeration.Create) }),
            RequestBatchItem.For(new DestroyRequest { UniqueIdentifier = new UniqueIdentifier(1) }),
            RequestBatchItem.For(new DestroyRequest { UniqueIdentifier = new UniqueIdentifier(UniqueIdentifierEnumeration.Register) }));
        ResponseMessage response = await server.Send(request);

        Assert.Equal(
            [null, ResultReason.InvalidAttributeValue, ResultReason.MissingData, ResultReason.MissingData, ResultReason.MissingData],
            response.BatchItems.Select(item => item.ResultReason));
    }

    [Theory]
    [InlineData(UniqueIdentifierEnumeration.Locate, ResultReason.FeatureNotSupported)]
    [InlineData(UniqueIdentifierEnumeration.ReProvision, ResultReason.UnknownEnumeration)]
    [InlineData((UniqueIdentifierEnumeration)0x80000001, ResultReason.UnknownEnumeration)]
    public async Task A_reference_to_several_objects_or_of_an_unknown_kind_is_refused(UniqueIdentifierEnumeration kind, ResultReason reason)
    {
        using var server = new DispatcherFixture();
        await server.Send(KmipVersion.V2_1, Requests.Aes());
        await server.Send(KmipVersion.V2_1, Requests.Aes());
        ResponseMessage response = await server.Send(Requests.Batch(
            KmipVersion.V2_1, RequestBatchItem.For(new LocateRequest()), RequestBatchItem.For(new DestroyRequest { UniqueIdentifier = new UniqueIdentifier(kind) })));

        Assert.Equal(reason, response.BatchItems[1].ResultReason);
    }

    [Fact]
    public async Task A_reference_to_the_one_object_that_was_located_is_that_object()
    {
        using var server = new DispatcherFixture();
        CreateResponse created = await server.Send(KmipVersion.V2_1, Requests.Aes());
        ResponseMessage response = await server.Send(Requests.Batch(
            KmipVersion.V2_1,
            RequestBatchItem.For(new LocateRequest()),
            RequestBatchItem.For(new GetRequest { UniqueIdentifier = new UniqueIdentifier(UniqueIdentifierEnumeration.Locate) })));

        Assert.Equal(created.UniqueIdentifier.Text, IdOf(response.BatchItems[1]));
    }

    [Fact]
    public async Task Before_2_0_a_reference_that_is_not_a_text_cannot_be_parsed()
    {
        using var server = new DispatcherFixture();
        byte[] request = RawMessage.Of(KmipVersion.V1_4, null, null, RawMessage.Item(
            Operation.Get, writer => writer.WriteEnumeration(KmipTag.UniqueIdentifier, UniqueIdentifierEnumeration.IDPlaceholder)));

        Assert.Equal(ResultReason.InvalidMessage, DispatcherFixture.Failed(await server.Exchange(request)).ResultReason);
    }

    private static RequestMessage Continuing(KmipVersion version, params IEnumerable<RequestBatchItem> items)
    {
        RequestMessage request = Requests.Batch(version, items);
        request.Header.BatchErrorContinuationOption = BatchErrorContinuationOption.Continue;
        return request;
    }

    private static string? IdOf(ResponseBatchItem item) => item.Payload switch
    {
        CreateResponse created => created.UniqueIdentifier.Text,
        ActivateResponse activated => activated.UniqueIdentifier.Text,
        GetResponse got => got.UniqueIdentifier.Text,
        _ => null,
    };
}
