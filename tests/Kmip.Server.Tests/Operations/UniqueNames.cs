using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations;

/// <summary>Names are unique (KMIP 1.4 sections 3.2, 11.2 and 11.4; KMIP 2.1 section 4.32) among what the client may know of and is not destroyed.</summary>
public sealed class UniqueNames : IDisposable
{
    private readonly DispatcherFixture _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task A_taken_name_is_refused(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        await _server.CreateAsync(Requests.Named("other"), Requests.Named("key"));
        ObjectSteps.AssertReason(
            await _server.Fail(version, Requests.Aes(256, Requests.Named("new"), Requests.Named("key"))),
            version, ResultReason.NonUniqueNameAttribute, ResultReason.InvalidField);
        using RegisterRequest registering = Requests.RawKey(new byte[16], Requests.Named("key"));
        ObjectSteps.AssertReason(await _server.Fail(version, registering), version, ResultReason.NonUniqueNameAttribute, ResultReason.InvalidField);
        Assert.Equal(1, _server.Store.Count);
    }

    [Fact]
    public async Task A_name_given_twice_is_refused()
    {
        ResponseBatchItem item = await _server.Fail(KmipVersion.V2_1, Requests.Aes(256, Requests.Named("key"), Requests.Named("key")));
        Assert.Equal(ResultReason.NonUniqueNameAttribute, item.ResultReason);
    }

    [Fact]
    public async Task Names_differ_by_case_and_type()
    {
        await _server.CreateAsync(Requests.Named("key"));
        await _server.CreateAsync(Requests.Named("Key"));
        await _server.CreateAsync(new KmipAttribute(KmipTag.Name, AttributeValue.Structure(new Name { NameValue = "key", NameType = NameType.URI })));
        Assert.Equal(3, _server.Store.Count);
    }

    [Fact]
    public async Task The_name_of_a_destroyed_object_is_free_again()
    {
        string old = await _server.CreateAsync(Requests.Named("key"));
        await _server.MoveAsync(old, State.Destroyed);
        string id = await _server.CreateAsync(Requests.Named("key"));
        var byName = new LocateRequest { Attributes = new AttributeList([Requests.Named("key")]) };
        Assert.Equal([id], await _server.LocateAsync(KmipVersion.V1_4, byName));
        byName.StorageStatusMask = StorageStatusMask.DestroyedStorage;
        Assert.Equal([old], await _server.LocateAsync(KmipVersion.V2_1, byName));
    }

    [Fact]
    [Trait("Abuse", "A62")]
    public async Task A_name_of_an_object_that_is_hidden_is_free_and_the_object_stays_intact()
    {
        _server.Policy = new OwnerPolicy();
        string alices = await _server.CreateAsync(Requests.Named("key"));
        byte[] key = await _server.KeyAsync(alices);
        _server.Client = DispatcherFixture.Bob;
        string bobs = await _server.CreateAsync(Requests.Named("key"));
        Assert.NotEqual(alices, bobs);
        _server.Client = DispatcherFixture.Alice;
        Assert.Equal(key, await _server.KeyAsync(alices));
        Assert.Equal([alices], await _server.LocateAsync(KmipVersion.V1_4, new LocateRequest { Attributes = new AttributeList([Requests.Named("key")]) }));
    }

    [Fact]
    [Trait("Abuse", "A104")]
    public async Task Of_many_clients_that_race_for_a_name_one_wins()
    {
        byte[] request = Requests.Message(KmipVersion.V2_1, Requests.Aes(256, Requests.Named("key"))).Encode();
        byte[][] answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => _server.SendBytes(request))));
        ResponseBatchItem[] items = [.. answers.Select(answer => Assert.Single(ResponseMessage.Decode(answer).BatchItems))];
        Assert.Single(items, item => item.ResultStatus is ResultStatus.Success);
        Assert.Equal(63, items.Count(item => item.ResultReason is ResultReason.NonUniqueNameAttribute));
        Assert.Equal(1, _server.Store.Count);
    }
}
