using Kmip.Protocol;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Operations;

/// <summary>What clients can and cannot do with the objects of others, message by message.</summary>
public sealed class AccessTests : IDisposable
{
    private static readonly string[] OnObjects = ["Get", "GetAttributes", "GetAttributeList", "Activate", "Revoke", "RevokeCompromised", "Destroy"];

    private readonly DispatcherFixture _server = new();

    public static TheoryData<string, int, int> Cases() => new(
        from operation in OnObjects from version in KmipVersion.Supported select (operation, version.Major, version.Minor));

    public void Dispose() => _server.Dispose();

    [Theory]
    [Trait("Abuse", "A60")]
    [MemberData(nameof(Cases))]
    public async Task An_object_of_another_is_answered_byte_for_byte_as_one_that_does_not_exist(string operation, int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        _server.Policy = new OwnerPolicy();
        string foreign = await _server.CreateAsync(Requests.Named("alice's"));
        string missing = Guid.NewGuid().ToString("D");
        Assert.Equal(foreign.Length, missing.Length);
        byte[] before = await PictureAsync(foreign);

        _server.Client = DispatcherFixture.Bob;
        byte[] ofForeign = await _server.SendBytes(Request(operation, foreign, version));
        byte[] ofMissing = await _server.SendBytes(Request(operation, missing, version));
        Assert.Equal(ofMissing, ofForeign);
        ObjectSteps.AssertReason(DispatcherFixture.Failed(ResponseMessage.Decode(ofForeign)), version, ResultReason.ObjectNotFound, ResultReason.ItemNotFound);

        _server.Client = DispatcherFixture.Alice;
        Assert.Equal(before, await PictureAsync(foreign));
    }

    [Theory]
    [Trait("Abuse", "A60")]
    [MemberData(nameof(Cases))]
    public async Task An_owner_may_do_with_an_object_what_its_state_allows(string operation, int major, int minor)
    {
        _server.Policy = new OwnerPolicy();
        string id = await _server.CreateAsync();
        if (operation is "Revoke")
        {
            await _server.MoveAsync(id, State.Active);
        }

        using ResponseMessage response = ResponseMessage.Decode(await _server.SendBytes(Request(operation, id, new KmipVersion(major, minor))));
        Assert.Equal(ResultStatus.Success, Assert.Single(response.BatchItems).ResultStatus);
    }

    [Theory]
    [Trait("Abuse", "A60")]
    [MemberData(nameof(Cases))]
    public async Task By_default_and_to_a_client_that_is_not_pinned_everything_is_denied(string operation, int major, int minor)
    {
        string id = await _server.CreateAsync();
        byte[] before = await PictureAsync(id);
        foreach (IAccessPolicy policy in new IAccessPolicy[] { new DefaultDenyPolicy(), new PinnedClientPolicy(new string('0', 64)) })
        {
            _server.Policy = policy;
            byte[] ofOwn = await _server.SendBytes(Request(operation, id, new KmipVersion(major, minor)));
            byte[] ofMissing = await _server.SendBytes(Request(operation, Guid.NewGuid().ToString("D"), new KmipVersion(major, minor)));
            Assert.Equal(ofMissing, ofOwn);
            Assert.Equal(ResultReason.PermissionDenied, DispatcherFixture.Failed(ResponseMessage.Decode(ofOwn)).ResultReason);
        }

        _server.Policy = SwitchablePolicy.AllowAll;
        Assert.Equal(before, await PictureAsync(id));
    }

    [Theory]
    [Trait("Abuse", "A61")]
    [InlineData("GetAttributes")]
    [InlineData("GetAttributeList")]
    [InlineData("Activate")]
    [InlineData("Revoke")]
    [InlineData("RevokeCompromised")]
    [InlineData("Destroy")]
    public async Task A_client_that_may_only_Get_can_do_nothing_else(string operation)
    {
        string id = await _server.CreateAsync();

        // The first Get alone changes the object: it is not fresh any more.
        await _server.KeyAsync(id);
        byte[] before = await PictureAsync(id);
        _server.Policy = SwitchablePolicy.From((client, asked, target) => client == DispatcherFixture.Alice || asked is Operation.Get || target is null
            ? AccessDecision.Allow
            : AccessDecision.Deny);
        _server.Client = DispatcherFixture.Bob;
        Assert.Equal(32, (await _server.KeyAsync(id)).Length);
        byte[] answer = await _server.SendBytes(Request(operation, id, KmipVersion.V2_1));
        Assert.Equal(ResultReason.PermissionDenied, DispatcherFixture.Failed(ResponseMessage.Decode(answer)).ResultReason);
        _server.Client = DispatcherFixture.Alice;
        Assert.Equal(before, await PictureAsync(id));
    }

    [Theory]
    [Trait("Abuse", "A63")]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task A_search_never_lists_the_objects_of_others(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        _server.Policy = new OwnerPolicy();
        string alices = await _server.CreateAsync(Requests.Named("key"));
        _server.Client = DispatcherFixture.Bob;
        string bobs = await _server.CreateAsync(Requests.Named("mine"));

        Assert.Equal([bobs], await _server.LocateAsync(version, new LocateRequest()));
        Assert.Empty(await _server.LocateAsync(version, new LocateRequest { Attributes = new AttributeList([Requests.Named("key")]) }));
        Assert.Empty(await _server.LocateAsync(version, new LocateRequest { Attributes = new AttributeList { UniqueIdentifier = alices } }));
        LocateResponse counted = await _server.Send(version, new LocateRequest { MaximumItems = 0 });
        Assert.Equal(version >= KmipVersion.V1_3 ? 1 : null, counted.LocatedItems);
    }

    [Fact]
    [Trait("Abuse", "A63")]
    public async Task A_search_lists_only_what_the_policy_allows_not_what_it_merely_does_not_hide()
    {
        string denied = await _server.CreateAsync();
        string allowed = await _server.CreateAsync();
        _server.Policy = SwitchablePolicy.From((_, _, target) => target?.UniqueIdentifier == denied ? AccessDecision.Deny : AccessDecision.Allow);
        Assert.Equal([allowed], await _server.LocateAsync(KmipVersion.V1_4, new LocateRequest()));
    }

    [Theory]
    [Trait("Abuse", "A68")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Once_a_destroy_is_answered_no_other_client_gets_the_key(bool fresh)
    {
        string id = await _server.CreateAsync();
        byte[] get = Request("Get", id, KmipVersion.V2_1);
        if (!fresh)
        {
            await _server.SendBytes(get);
        }

        using var destroyed = new CancellationTokenSource();
        async Task<int> GetUntilRefusedAsync()
        {
            for (int served = 0; ; served++)
            {
                bool late = destroyed.IsCancellationRequested;
                using ResponseMessage response = ResponseMessage.Decode(await _server.SendBytes(get));
                ResponseBatchItem item = Assert.Single(response.BatchItems);
                if (item.ResultStatus is not ResultStatus.Success)
                {
                    Assert.Equal(ResultReason.ObjectDestroyed, item.ResultReason);
                    return served;
                }

                Assert.False(late, "The key was served after its destruction had been answered.");
                Assert.Equal(32, ((GetResponse)item.Payload!).Object!.FindKeyBlock()!.KeyValue!.Material!.Bytes!.Length);
            }
        }

        Task<int>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(GetUntilRefusedAsync))];
        await _server.SendBytes(Request("Destroy", id, KmipVersion.V2_1));
        await destroyed.CancelAsync();
        await Task.WhenAll(readers).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(State.Destroyed, await _server.StateAsync(id));
    }

    private async Task<byte[]> PictureAsync(string id) => await _server.SendBytes(Request("GetAttributes", id, KmipVersion.V2_1));

    private static byte[] Request(string operation, string id, KmipVersion version)
    {
        RequestMessage message = operation switch
        {
            "Get" => Requests.Message(version, new GetRequest { UniqueIdentifier = id }),
            "GetAttributes" => Requests.Message(version, new GetAttributesRequest { UniqueIdentifier = id }),
            "GetAttributeList" => Requests.Message(version, new GetAttributeListRequest { UniqueIdentifier = id }),
            "Activate" => Requests.Message(version, new ActivateRequest { UniqueIdentifier = id }),
            "Revoke" => Requests.Message(version, Requests.Revoke(id)),
            "RevokeCompromised" => Requests.Message(version, Requests.Revoke(id, RevocationReasonCode.KeyCompromise)),
            _ => Requests.Message(version, new DestroyRequest { UniqueIdentifier = id }),
        };
        return message.Encode();
    }
}
