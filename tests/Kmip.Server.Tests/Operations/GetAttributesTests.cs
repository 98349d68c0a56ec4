using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations;

/// <summary>Get Attributes and Get Attribute List (KMIP 1.4 sections 4.12 and 4.13, KMIP 2.1 sections 6.1.20 and 6.1.21).</summary>
public sealed class GetAttributesTests : IDisposable
{
    /// <summary>The attributes of a created key, by the version that brought them.</summary>
    private static readonly (KmipVersion Since, KmipTag[] Tags)[] OfACreatedKey =
    [
        (KmipVersion.V1_0,
            [KmipTag.UniqueIdentifier, KmipTag.ObjectType, KmipTag.CryptographicAlgorithm, KmipTag.CryptographicLength, KmipTag.CryptographicUsageMask,
             KmipTag.State, KmipTag.InitialDate, KmipTag.LastChangeDate, KmipTag.Digest]),
        (KmipVersion.V1_1, [KmipTag.Fresh]),
        (KmipVersion.V1_2, [KmipTag.OriginalCreationDate]),
        (KmipVersion.V1_3, [KmipTag.RandomNumberGenerator]),
        (KmipVersion.V1_4, [KmipTag.Sensitive, KmipTag.AlwaysSensitive, KmipTag.Extractable, KmipTag.NeverExtractable]),
        (KmipVersion.V2_0, [KmipTag.KeyFormatType, KmipTag.ShortUniqueIdentifier, KmipTag.ProtectionStorageMask]),
    ];

    private readonly DispatcherFixture _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task Each_version_sees_the_attributes_it_defines_once(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        string id = (await _server.Send(version, Requests.Aes())).UniqueIdentifier.Text!;
        KmipTag[] expected =
        [
            .. OfACreatedKey.Where(row => row.Since <= version).SelectMany(row => row.Tags)
                .Concat(version < KmipVersion.V2_0 ? [KmipTag.OperationPolicyName] : Array.Empty<KmipTag>()).Order(),
        ];
        GetAttributeListResponse list = await _server.Send(version, new GetAttributeListRequest { UniqueIdentifier = id });
        GetAttributesResponse all = await _server.Send(version, new GetAttributesRequest { UniqueIdentifier = id });
        Assert.Equal(expected, list.AttributeReferences.Select(reference => reference.Tag).Order());
        Assert.Equal(expected, all.Attributes.Select(attribute => attribute.Id.Tag).Order());
        Assert.Equal(id, list.UniqueIdentifier.Text);
        Assert.Equal(id, all.UniqueIdentifier.Text);
        Assert.Equal(id, all.Attributes.UniqueIdentifier!.Value.Text);
    }

    [Fact]
    public async Task Values_are_those_of_the_object()
    {
        string id = await _server.CreateAsync();
        byte[] key = await _server.KeyAsync(id);
        AttributeList all = await _server.AttributesAsync(id);
        DateTimeOffset now = _server.Clock.GetUtcNow();
        Assert.Equal((now, now, now), (all.InitialDate, all.LastChangeDate, all.OriginalCreationDate));
        Assert.Equal((State.PreActive, KeyFormatType.Raw, ProtectionStorageMask.Software), (all.State, all.KeyFormatType, all.ProtectionStorageMask));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id)), all.ShortUniqueIdentifier);
        Digest digest = Assert.Single(all.Digests);
        Assert.Equal(HashingAlgorithm.SHA_256, digest.HashingAlgorithm);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(key), digest.DigestValue);
    }

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task One_attribute_asked_for_is_one_attribute_answered(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        string id = await _server.CreateAsync();
        var request = new GetAttributesRequest { UniqueIdentifier = id, AttributeReferences = [KmipTag.State] };
        KmipAttribute only = Assert.Single((await _server.Send(version, request)).Attributes);
        Assert.Equal(KmipTag.State, only.Id.Tag);
        Assert.Equal((uint)State.PreActive, only.Value.AsEnumeration);
        Assert.Null(only.Index);
    }

    [Fact]
    public async Task What_the_object_or_the_version_does_not_have_is_left_out()
    {
        string id = await _server.CreateAsync();
        var request = new GetAttributesRequest
        {
            UniqueIdentifier = id,
            AttributeReferences = [KmipTag.ContactInformation, KmipAttributeId.FromName("Fresh Air"), KmipAttributeId.FromName("x-None")],
        };
        GetAttributesResponse response = await _server.Send(KmipVersion.V1_0, request);
        Assert.Empty(response.Attributes);
        Assert.Equal(id, response.UniqueIdentifier.Text);
    }

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task A_name_given_twice_is_an_invalid_message(int major, int minor)
    {
        string id = await _server.CreateAsync();
        var request = new GetAttributesRequest { UniqueIdentifier = id, AttributeReferences = [KmipTag.State, KmipTag.Name, KmipTag.State] };
        Assert.Equal(ResultReason.InvalidMessage, (await _server.Fail(new KmipVersion(major, minor), request)).ResultReason);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    public async Task Values_of_one_name_are_told_apart_by_their_index(int major, int minor)
    {
        string id = await _server.CreateAsync(Requests.Named("a"), Requests.Named("b"), Requests.Named("c"));
        var request = new GetAttributesRequest { UniqueIdentifier = id, AttributeReferences = [KmipTag.Name] };
        AttributeList names = (await _server.Send(new KmipVersion(major, minor), request)).Attributes;
        Assert.Equal(["a", "b", "c"], names.Names.Select(name => name.NameValue));
        Assert.Equal([0, 1, 2], names.Select(attribute => attribute.Index ?? 0));
    }

    [Fact]
    public async Task A_destroyed_object_still_has_its_attributes()
    {
        string id = await _server.CreateAsync(Requests.Named("key"));
        await _server.MoveAsync(id, State.Destroyed);
        AttributeList all = await _server.AttributesAsync(id);
        Assert.Equal((State.Destroyed, _server.Clock.GetUtcNow()), (all.State, all.DestroyDate));
        Assert.Equal("key", Assert.Single(all.Names).NameValue);
    }
}
