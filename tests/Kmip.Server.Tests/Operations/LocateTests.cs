using System.Diagnostics;
using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations;

/// <summary>Locate (KMIP 1.4 section 4.9, KMIP 2.1 section 6.1.28).</summary>
public sealed class LocateTests : IDisposable
{
    private readonly DispatcherFixture _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task The_most_recently_created_come_first(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        string[] ids = await CreateManyAsync(5);
        LocateResponse response = await _server.Send(version, new LocateRequest());
        Assert.Equal(ids.Reverse(), response.UniqueIdentifiers.Select(id => id.Text));
        Assert.Equal(version >= KmipVersion.V1_3 ? 5 : null, response.LocatedItems);
    }

    [Fact]
    public async Task Nothing_found_is_a_success_without_identifiers()
    {
        await CreateManyAsync(1);
        LocateResponse response = await _server.Send(KmipVersion.V1_4, new LocateRequest { Attributes = new AttributeList([Requests.Named("none")]) });
        Assert.Empty(response.UniqueIdentifiers);
        Assert.Equal(0, response.LocatedItems);
    }

    [Theory]
    [Trait("Abuse", "A40")]
    [InlineData(null, null, 5, 0)]
    [InlineData(0, null, 0, 0)]
    [InlineData(1, null, 1, 0)]
    [InlineData(5, null, 5, 0)]
    [InlineData(int.MaxValue, null, 5, 0)]
    [InlineData(null, 0, 5, 0)]
    [InlineData(2, 1, 2, 1)]
    [InlineData(2, 4, 1, 4)]
    [InlineData(null, 5, 0, 0)]
    [InlineData(int.MaxValue, int.MaxValue, 0, 0)]
    public async Task Maximum_and_offset_cut_a_piece_out_of_the_list(int? maximum, int? offset, int count, int first)
    {
        string[] ids = await CreateManyAsync(5);
        LocateResponse response = await _server.Send(KmipVersion.V1_4, new LocateRequest { MaximumItems = maximum, OffsetItems = offset });
        Assert.Equal(ids.Reverse().Skip(first).Take(count), response.UniqueIdentifiers.Select(id => id.Text));
        Assert.Equal(5, response.LocatedItems);
    }

    [Theory]
    [Trait("Abuse", "A40")]
    [InlineData(-1, null)]
    [InlineData(int.MinValue, null)]
    [InlineData(null, -1)]
    [InlineData(1, int.MinValue)]
    public async Task Negative_numbers_are_an_invalid_field(int? maximum, int? offset)
    {
        var request = new LocateRequest { MaximumItems = maximum, OffsetItems = offset };
        Assert.Equal(ResultReason.InvalidField, (await _server.Fail(KmipVersion.V1_4, request)).ResultReason);
        Assert.Equal(ResultReason.InvalidField, (await _server.Fail(KmipVersion.V2_1, request)).ResultReason);
    }

    [Fact]
    [Trait("Abuse", "A40")]
    public async Task A_search_of_a_hundred_thousand_objects_is_capped_and_quick()
    {
        const int Objects = 100_000;
        await FillAsync(Objects);
        foreach ((int? maximum, int? offset, int count) in new (int?, int?, int)[]
        {
            (null, null, 1_000), (int.MaxValue, null, 1_000), (0, null, 0), (null, Objects - 3, 3), (10, int.MaxValue, 0),
        })
        {
            LocateResponse response = await _server.Send(KmipVersion.V1_4, new LocateRequest { MaximumItems = maximum, OffsetItems = offset });
            Assert.Equal(count, response.UniqueIdentifiers.Count);
            Assert.Equal(Objects, response.LocatedItems);
        }

        Assert.InRange(await BestTimeAsync(new AttributeList([Requests.Named("none")])), TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
        Assert.InRange(await BestTimeAsync(new AttributeList { State = State.Compromised }), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    /// <summary>The best of some runs of a search that finds nothing: what else the machine does is not measured.</summary>
    private async Task<TimeSpan> BestTimeAsync(AttributeList wanted)
    {
        TimeSpan best = TimeSpan.MaxValue;
        for (int run = 0; run < 7; run++)
        {
            long start = Stopwatch.GetTimestamp();
            Assert.Empty((await _server.Send(KmipVersion.V1_4, new LocateRequest { Attributes = wanted })).UniqueIdentifiers);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            best = elapsed < best ? elapsed : best;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{best.TotalMilliseconds:0} ms");
        return best;
    }

    [Fact]
    [Trait("Abuse", "A40")]
    public async Task A_list_that_does_not_fit_the_response_is_refused_whole()
    {
        await CreateManyAsync(20);
        RequestMessage request = Requests.Message(KmipVersion.V1_4, new LocateRequest());
        request.Header.MaximumResponseSize = 600;
        Assert.Equal(ResultReason.ResponseTooLarge, DispatcherFixture.Failed(await _server.Send(request)).ResultReason);
    }

    [Fact]
    [Trait("Abuse", "A40")]
    public async Task A_search_by_thousands_of_attributes_is_refused()
    {
        string[] ids = await CreateManyAsync(1);
        var attribute = new KmipAttribute(KmipTag.InitialDate, AttributeValue.DateTime(_server.Clock.GetUtcNow()));
        var request = new LocateRequest { Attributes = new AttributeList(Enumerable.Repeat(attribute, 100)) };
        Assert.Equal(ids, await _server.LocateAsync(KmipVersion.V1_4, request));
        request.Attributes.Add(attribute);
        Assert.Equal(ResultReason.InvalidField, (await _server.Fail(KmipVersion.V1_4, request)).ResultReason);
        request.Attributes.AddRange(Enumerable.Repeat(attribute, 9_000));
        Assert.Equal(ResultReason.InvalidField, (await _server.Fail(KmipVersion.V2_1, request)).ResultReason);
    }

    [Fact]
    public async Task An_attribute_or_template_that_does_not_exist_is_an_invalid_field()
    {
        var unknown = new LocateRequest { Attributes = new AttributeList { { KmipAttributeId.FromName("Shoe Size"), AttributeValue.Integer(46) } } };
        Assert.Equal(ResultReason.InvalidField, (await _server.Fail(KmipVersion.V1_2, unknown)).ResultReason);
    }

    [Fact]
    public async Task Destroyed_objects_are_found_where_destroyed_storage_is_asked_for()
    {
        string online = await _server.CreateAsync(Requests.Named("online"));
        string destroyed = await _server.CreateAsync(Requests.Named("destroyed"));
        await _server.MoveAsync(destroyed, State.DestroyedCompromised);
        var byName = new LocateRequest { Attributes = new AttributeList([Requests.Named("destroyed")]) };
        Assert.Empty(await _server.LocateAsync(KmipVersion.V1_0, byName));
        Assert.Empty(await _server.LocateAsync(KmipVersion.V2_1, byName));
        byName.StorageStatusMask = StorageStatusMask.DestroyedStorage;
        Assert.Equal([destroyed], await _server.LocateAsync(KmipVersion.V2_1, byName));
        var all = new LocateRequest { StorageStatusMask = StorageStatusMask.OnLineStorage | StorageStatusMask.DestroyedStorage };
        Assert.Equal([destroyed, online], await _server.LocateAsync(KmipVersion.V2_1, all));
        var byState = new LocateRequest { Attributes = new AttributeList { State = State.DestroyedCompromised } };
        Assert.Empty(await _server.LocateAsync(KmipVersion.V2_1, byState));
    }

    [Fact]
    public async Task A_date_that_has_come_counts_in_a_search_by_state()
    {
        string id = await _server.CreateAsync(new KmipAttribute(KmipTag.ActivationDate, AttributeValue.DateTime(_server.Clock.GetUtcNow().AddSeconds(1))));
        var active = new LocateRequest { Attributes = new AttributeList { State = State.Active } };
        Assert.Empty(await _server.LocateAsync(KmipVersion.V1_2, active));
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([id], await _server.LocateAsync(KmipVersion.V1_2, active));
    }

    [Theory]
    [InlineData(1, null, true)]
    [InlineData(2, null, false)]
    [InlineData(2, 1, true)]
    [InlineData(2, 2, false)]
    [InlineData(0, null, false)]
    public async Task The_placeholder_is_set_where_one_object_alone_can_be_meant(int matching, int? maximum, bool set)
    {
        string[] ids = await CreateManyAsync(matching);
        ResponseMessage response = await _server.Send(Requests.Batch(
            KmipVersion.V1_2,
            RequestBatchItem.For(new LocateRequest { MaximumItems = maximum }),
            RequestBatchItem.For(new GetRequest())));
        Assert.Equal(ResultStatus.Success, response.BatchItems[0].ResultStatus);
        if (set)
        {
            Assert.Equal(ids[^1], Assert.IsType<GetResponse>(response.BatchItems[1].Payload).UniqueIdentifier.Text);
        }
        else
        {
            Assert.Equal(ResultReason.MissingData, response.BatchItems[1].ResultReason);
        }
    }

    private async Task<string[]> CreateManyAsync(int count)
    {
        string[] ids = new string[count];
        for (int i = 0; i < count; i++)
        {
            ids[i] = await _server.CreateAsync();
        }

        return ids;
    }

    private async Task FillAsync(int count)
    {
        using var key = new SymmetricKey { KeyBlock = new KeyBlock { KeyFormatType = KeyFormatType.Raw, KeyValue = KeyValue.FromBytes(new byte[16]) } };
        await using IStoreTransaction writing = await _server.Store.BeginAsync(StoreAccess.Write, default);
        for (int i = 0; i < count; i++)
        {
            string id = $"object-{i:D8}";
            var record = new ManagedObjectRecord
            {
                UniqueIdentifier = id,
                ObjectType = ObjectType.SymmetricKey,
                Owner = DispatcherFixture.Alice.Fingerprint,
                Attributes = new AttributeList([Requests.Named(id)]) { UniqueIdentifier = id, State = State.Active },
            };
            await writing.AddAsync(record, key, default);
        }

        await writing.CommitAsync(default);
    }
}
