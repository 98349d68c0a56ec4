using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations;

/// <summary>Which attributes Create and Register take (the rule tables of KMIP 1.4 section 3 and KMIP 2.1 section 4).</summary>
public sealed class GivenAttributesTests : IDisposable
{
    private static readonly DateTimeOffset Date = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<KmipTag, AttributeValue> ServerOnly = new()
    {
        [KmipTag.UniqueIdentifier] = AttributeValue.TextString("mine"),
        [KmipTag.State] = AttributeValue.Enumeration(State.Active),
        [KmipTag.InitialDate] = AttributeValue.DateTime(Date),
        [KmipTag.DestroyDate] = AttributeValue.DateTime(Date),
        [KmipTag.CompromiseDate] = AttributeValue.DateTime(Date),
        [KmipTag.CompromiseOccurrenceDate] = AttributeValue.DateTime(Date),
        [KmipTag.RevocationReason] = AttributeValue.Structure(new RevocationReason { RevocationReasonCode = RevocationReasonCode.Superseded }),
        [KmipTag.ArchiveDate] = AttributeValue.DateTime(Date),
        [KmipTag.LastChangeDate] = AttributeValue.DateTime(Date),
        [KmipTag.Digest] = AttributeValue.Structure(new Digest { HashingAlgorithm = HashingAlgorithm.SHA_256, DigestValue = new byte[32] }),
        [KmipTag.LeaseTime] = AttributeValue.Interval(60),
        [KmipTag.AlwaysSensitive] = AttributeValue.Boolean(false),
        [KmipTag.NeverExtractable] = AttributeValue.Boolean(true),
        [KmipTag.KeyValuePresent] = AttributeValue.Boolean(true),
        [KmipTag.ShortUniqueIdentifier] = AttributeValue.ByteString(new byte[32]),
        [KmipTag.ProtectionStorageMask] = AttributeValue.Integer(1),
        [KmipTag.RotateDate] = AttributeValue.DateTime(Date),
        [KmipTag.RotateGeneration] = AttributeValue.Integer(1),
        [KmipTag.RotateLatest] = AttributeValue.Boolean(true),
    };

    private readonly DispatcherFixture _server = new();

    public static TheoryData<KmipTag, int, int> ServerOnlyCases() => new(
        from tag in ServerOnly.Keys
        from version in KmipVersion.Supported
        where KmipAttributeTable.IsDefinedIn(tag, version)
        select (tag, version.Major, version.Minor));

    public void Dispose() => _server.Dispose();

    [Theory]
    [Trait("Abuse", "A65")]
    [MemberData(nameof(ServerOnlyCases))]
    public async Task What_the_server_alone_sets_is_read_only(KmipTag tag, int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        var attribute = new KmipAttribute(tag, ServerOnly[tag]);
        ResponseBatchItem created = await _server.Fail(version, Requests.Aes(256, attribute));
        using RegisterRequest registering = Requests.RawKey(new byte[32], attribute);
        ResponseBatchItem registered = await _server.Fail(version, registering);

        ObjectSteps.AssertReason(created, version, ResultReason.AttributeReadOnly, ResultReason.InvalidField);
        ObjectSteps.AssertReason(registered, version, ResultReason.AttributeReadOnly, ResultReason.InvalidField);
        Assert.Equal(0, _server.Store.Count);
    }

    [Fact]
    [Trait("Abuse", "A65")]
    public async Task An_attribute_of_the_servers_own_is_read_only()
    {
        var attribute = new KmipAttribute(KmipAttributeId.FromName("y-Own"), AttributeValue.Integer(1));
        Assert.Equal(ResultReason.InvalidField, (await _server.Fail(KmipVersion.V1_4, Requests.Aes(256, attribute))).ResultReason);
        Assert.Equal(ResultReason.AttributeReadOnly, (await _server.Fail(KmipVersion.V2_1, Requests.Aes(256, attribute))).ResultReason);
    }

    [Fact]
    public async Task A_name_that_no_version_defines_is_refused()
    {
        var attribute = new KmipAttribute(KmipAttributeId.FromName("Shoe Size"), AttributeValue.Integer(46));
        Assert.Equal(ResultReason.InvalidField, (await _server.Fail(KmipVersion.V1_2, Requests.Aes(256, attribute))).ResultReason);
        Assert.Equal(0, _server.Store.Count);
    }

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task An_attribute_of_one_value_cannot_be_given_twice(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        ResponseBatchItem item = await _server.Fail(version, Requests.Aes(256, new KmipAttribute(KmipTag.CryptographicLength, AttributeValue.Integer(256))));
        ObjectSteps.AssertReason(item, version, ResultReason.AttributeSingleValued, ResultReason.InvalidField);
        Assert.Equal(0, _server.Store.Count);
    }

    [Fact]
    public async Task Attributes_of_many_values_keep_them_all_in_their_order()
    {
        string id = await _server.CreateAsync(
            Requests.Named("b"), Requests.Named("a"), Group("2"), Group("1"),
            new KmipAttribute(KmipAttributeId.FromName("x-Tag"), AttributeValue.TextString("one")),
            new KmipAttribute(KmipAttributeId.FromName("x-Tag"), AttributeValue.TextString("two")));
        AttributeList all = await _server.AttributesAsync(id);
        Assert.Equal(["b", "a"], all.Names.Select(name => name.NameValue));
        Assert.Equal(["2", "1"], all.FindAll(KmipTag.ObjectGroup).Select(value => value.AsTextString));
        Assert.Equal(["one", "two"], all.FindAll(KmipAttributeId.FromName("x-Tag")).Select(value => value.AsTextString));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 1)]
    public async Task A_name_with_an_embedded_NUL_is_refused(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        ResponseBatchItem item = await _server.Fail(version, Requests.Aes(256, Requests.Named("key\0other")));
        Assert.Contains(item.ResultReason!.Value, new[] { ResultReason.InvalidField, ResultReason.InvalidAttributeValue });
        Assert.Equal(0, _server.Store.Count);
    }

    [Fact]
    public async Task An_empty_name_is_refused() =>
        Assert.Equal(ResultReason.InvalidAttributeValue, (await _server.Fail(KmipVersion.V2_1, Requests.Aes(256, Requests.Named(string.Empty)))).ResultReason);

    [Theory]
    [InlineData("default")]
    [InlineData("something else")]
    public async Task An_operation_policy_name_is_accepted_and_kept_for_those_who_know_it(string policy)
    {
        string id = await _server.CreateAsync(new KmipAttribute(KmipTag.OperationPolicyName, AttributeValue.TextString(policy)));
        AttributeList old = (await _server.Send(KmipVersion.V1_2, new GetAttributesRequest { UniqueIdentifier = id })).Attributes;
        Assert.Equal(policy, old.OperationPolicyName);
        Assert.False((await _server.AttributesAsync(id)).Contains(KmipTag.OperationPolicyName));
    }

    [Fact]
    public async Task An_object_type_that_is_not_that_of_the_object_is_refused()
    {
        ResponseBatchItem item = await _server.Fail(
            KmipVersion.V2_1, Requests.Aes(256, new KmipAttribute(KmipTag.ObjectType, AttributeValue.Enumeration(ObjectType.SecretData))));
        Assert.Equal(ResultReason.InvalidAttributeValue, item.ResultReason);
        string id = await _server.CreateAsync(new KmipAttribute(KmipTag.ObjectType, AttributeValue.Enumeration(ObjectType.SymmetricKey)));
        Assert.Single((await _server.AttributesAsync(id)).FindAll(KmipTag.ObjectType));
    }

    private static KmipAttribute Group(string name) => new(KmipTag.ObjectGroup, AttributeValue.TextString(name));
}
