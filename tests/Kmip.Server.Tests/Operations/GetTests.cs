using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations;

/// <summary>Get (KMIP 1.4 section 4.11, KMIP 2.1 section 6.1.19).</summary>
public sealed class GetTests : IDisposable
{
    private readonly DispatcherFixture _server = new();

    public static TheoryData<bool, int, int> Protected() => new(
        from sensitive in new[] { true, false } from version in KmipVersion.Supported select (sensitive, version.Major, version.Minor));

    public void Dispose() => _server.Dispose();

    [Theory]
    [Trait("Abuse", "A70")]
    [MemberData(nameof(Protected))]
    public async Task A_sensitive_or_not_extractable_key_does_not_leave_the_server(bool sensitive, int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        KmipTag tag = sensitive ? KmipTag.Sensitive : KmipTag.Extractable;
        string id = await _server.CreateAsync(new KmipAttribute(tag, AttributeValue.Boolean(sensitive)));
        byte[] answer = await _server.SendBytes(Requests.Message(version, new GetRequest { UniqueIdentifier = id }).Encode());
        ResponseBatchItem item = DispatcherFixture.Failed(ResponseMessage.Decode(answer));
        ResultReason expected = version < KmipVersion.V1_4 ? ResultReason.PermissionDenied : sensitive ? ResultReason.Sensitive : ResultReason.NotExtractable;
        Assert.Equal(expected, item.ResultReason);
        AttributeList attributes = await _server.AttributesAsync(id);
        Assert.Equal((sensitive, !sensitive), (attributes.AlwaysSensitive, attributes.NeverExtractable));
        Assert.True(attributes.Fresh);
    }

    [Theory]
    [Trait("Abuse", "A70")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Also_not_where_it_is_asked_for_wrapped(bool sensitive)
    {
        string id = await _server.CreateAsync(new KmipAttribute(sensitive ? KmipTag.Sensitive : KmipTag.Extractable, AttributeValue.Boolean(sensitive)));
        var request = new GetRequest { UniqueIdentifier = id, KeyWrappingSpecification = Wrapping() };
        ResultReason expected = sensitive ? ResultReason.KeyWrapTypeNotSupported : ResultReason.NotExtractable;
        Assert.Equal(expected, (await _server.Fail(KmipVersion.V2_1, request)).ResultReason);
    }

    [Fact]
    public async Task A_key_is_not_wrapped_for_a_client()
    {
        string id = await _server.CreateAsync();
        var request = new GetRequest { UniqueIdentifier = id, KeyWrappingSpecification = Wrapping() };
        Assert.Equal(ResultReason.FeatureNotSupported, (await _server.Fail(KmipVersion.V1_0, request)).ResultReason);
        Assert.Equal(ResultReason.KeyWrapTypeNotSupported, (await _server.Fail(KmipVersion.V2_1, request)).ResultReason);
    }

    [Theory]
    [InlineData(KeyFormatType.Raw, true)]
    [InlineData(KeyFormatType.Opaque, false)]
    [InlineData(KeyFormatType.TransparentSymmetricKey, false)]
    [InlineData(KeyFormatType.X_509, false)]
    [InlineData((KeyFormatType)0x7F, false)]
    public async Task A_key_comes_in_its_own_format_only(KeyFormatType format, bool served)
    {
        string id = await _server.CreateAsync();
        RequestMessage request = Requests.Message(KmipVersion.V1_4, new GetRequest { UniqueIdentifier = id, KeyFormatType = format });
        ResponseBatchItem item = Assert.Single((await _server.Send(request)).BatchItems);
        Assert.Equal(served ? null : ResultReason.KeyFormatTypeNotSupported, item.ResultReason);
    }

    [Fact]
    public async Task A_compression_the_key_does_not_have_is_refused()
    {
        string id = await _server.CreateAsync();
        var request = new GetRequest { UniqueIdentifier = id, KeyCompressionType = KeyCompressionType.ECPublicKeyTypeX9_62Hybrid };
        Assert.Equal(ResultReason.KeyCompressionTypeNotSupported, (await _server.Fail(KmipVersion.V1_2, request)).ResultReason);
    }

    [Fact]
    public async Task A_key_is_fresh_until_it_has_been_served()
    {
        string id = await _server.CreateAsync();
        await _server.Fail(KmipVersion.V1_4, new GetRequest { UniqueIdentifier = id, KeyFormatType = KeyFormatType.PKCS_1 });
        Assert.True((await _server.AttributesAsync(id)).Fresh);
        DateTimeOffset created = _server.Clock.GetUtcNow();
        _server.Clock.Advance(TimeSpan.FromSeconds(5));
        byte[] key = await _server.KeyAsync(id);
        AttributeList attributes = await _server.AttributesAsync(id);
        Assert.Equal((false, created.AddSeconds(5)), (attributes.Fresh, attributes.LastChangeDate));

        _server.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(key, await _server.KeyAsync(id));
        Assert.Equal(created.AddSeconds(5), (await _server.AttributesAsync(id)).LastChangeDate);
    }

    [Fact]
    public async Task A_key_that_did_not_fit_the_response_is_still_fresh()
    {
        string id = await _server.CreateAsync();
        RequestMessage request = Requests.Message(KmipVersion.V1_4, new GetRequest { UniqueIdentifier = id });
        request.Header.MaximumResponseSize = 200;
        Assert.Equal(ResultReason.ResponseTooLarge, DispatcherFixture.Failed(await _server.Send(request)).ResultReason);
        Assert.True((await _server.AttributesAsync(id)).Fresh);
    }

    [Fact]
    public async Task Each_fresh_member_of_a_group_is_located_once()
    {
        var group = new KmipAttribute(KmipTag.ObjectGroup, AttributeValue.TextString("group"));
        string[] ids = [await _server.CreateAsync(group), await _server.CreateAsync(group)];
        var fresh = new LocateRequest { MaximumItems = 1, ObjectGroupMember = ObjectGroupMember.GroupMemberFresh, Attributes = new AttributeList([group]) };
        var served = new List<string>();
        while (await _server.LocateAsync(KmipVersion.V1_2, fresh) is [{ } id])
        {
            await _server.KeyAsync(id);
            served.Add(id);
        }

        Assert.Equal(ids.Reverse(), served);
    }

    [Fact]
    public async Task A_store_that_takes_no_changes_serves_a_fresh_key_all_the_same()
    {
        string id = await _server.CreateAsync();
        using var reading = new DispatcherFixture(new ReadOnlyStore(_server.Store));
        Assert.Equal(await _server.KeyAsync(id), await reading.KeyAsync(id));
        string fresh = await _server.CreateAsync();
        byte[] key = await reading.KeyAsync(fresh);
        Assert.True((await reading.AttributesAsync(fresh)).Fresh);
        Assert.Equal(key, await _server.KeyAsync(fresh));
    }

    private static KeyWrappingSpecification Wrapping() => new()
    {
        WrappingMethod = WrappingMethod.Encrypt,
        EncryptionKeyInformation = new EncryptionKeyInformation { UniqueIdentifier = "1" },
    };

    /// <summary>Refuses writers, as a store of a read-only file system does.</summary>
    private sealed class ReadOnlyStore(InMemoryStore inner) : IManagedObjectStore
    {
        public ValueTask<IStoreTransaction> BeginAsync(StoreAccess access, CancellationToken cancellationToken) => access is StoreAccess.Read
            ? inner.BeginAsync(access, cancellationToken)
            : throw new StoreException(StoreError.ReadOnly, "The store takes no changes.");
    }
}
