using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Storage;

/// <summary>What a Locate request matches (KMIP 1.4 section 4.9, KMIP 2.1 section 6.1.28).</summary>
public sealed class LocateFilterTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly DateTimeOffset LargestDate = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    [Fact]
    public void Without_attributes_every_object_on_line_matches()
    {
        Assert.True(Matches([], Record()));
        Assert.False(Matches([], Record(State.Destroyed)));
    }

    [Theory]
    [InlineData(State.Active, null, true)]
    [InlineData(State.Compromised, null, true)]
    [InlineData(State.Destroyed, null, false)]
    [InlineData(State.DestroyedCompromised, null, false)]
    [InlineData(State.Active, StorageStatusMask.ArchivalStorage, false)]
    [InlineData(State.Active, StorageStatusMask.DestroyedStorage, false)]
    [InlineData(State.Active, StorageStatusMask.OnLineStorage | StorageStatusMask.ArchivalStorage, true)]
    [InlineData(State.Active, (StorageStatusMask)0, false)]
    [InlineData(State.Destroyed, StorageStatusMask.OnLineStorage | StorageStatusMask.ArchivalStorage, false)]
    [InlineData(State.Destroyed, StorageStatusMask.DestroyedStorage, true)]
    [InlineData(State.DestroyedCompromised, StorageStatusMask.DestroyedStorage, true)]
    [InlineData(State.DestroyedCompromised, StorageStatusMask.OnLineStorage | StorageStatusMask.DestroyedStorage, true)]
    public void The_storage_mask_says_where_to_look(State state, StorageStatusMask? mask, bool expected) =>
        Assert.Equal(expected, new LocateFilter([], mask, null, Now).Matches(Record(state)));

    [Fact]
    public void Every_attribute_must_match()
    {
        var wanted = new AttributeList { CryptographicAlgorithm = CryptographicAlgorithm.AES, CryptographicLength = 256 };
        Assert.True(Matches(wanted, Record()));
        wanted.CryptographicLength = 128;
        Assert.False(Matches(wanted, Record()));
    }

    [Fact]
    public void One_value_of_several_suffices_and_each_wanted_value_needs_one()
    {
        ManagedObjectRecord record = Record();
        record.Attributes.Add(KmipTag.ObjectGroup, AttributeValue.TextString("one"));
        record.Attributes.Add(KmipTag.ObjectGroup, AttributeValue.TextString("two"));
        Assert.True(Matches(new AttributeList { { KmipTag.ObjectGroup, AttributeValue.TextString("two") } }, record));
        Assert.False(Matches(
            new AttributeList { { KmipTag.ObjectGroup, AttributeValue.TextString("two") }, { KmipTag.ObjectGroup, AttributeValue.TextString("three") } }, record));
    }

    [Theory]
    [InlineData("key", NameType.UninterpretedTextString, true)]
    [InlineData("KEY", NameType.UninterpretedTextString, false)]
    [InlineData("ke", NameType.UninterpretedTextString, false)]
    [InlineData("key ", NameType.UninterpretedTextString, false)]
    [InlineData("key", NameType.URI, false)]
    public void A_name_matches_by_value_and_type(string value, NameType type, bool expected) => Assert.Equal(
        expected, Matches(new AttributeList { { KmipTag.Name, AttributeValue.Structure(new Name { NameValue = value, NameType = type }) } }, Record()));

    [Theory]
    [InlineData(CryptographicUsageMask.Encrypt, true)]
    [InlineData(CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt, true)]
    [InlineData((CryptographicUsageMask)0, true)]
    [InlineData(CryptographicUsageMask.Encrypt | CryptographicUsageMask.Sign, false)]
    public void The_usage_mask_matches_where_all_wanted_bits_are_set(CryptographicUsageMask mask, bool expected) =>
        Assert.Equal(expected, Matches(new AttributeList { CryptographicUsageMask = mask }, Record()));

    [Fact]
    public void An_attribute_the_object_lacks_does_not_match()
    {
        Assert.False(Matches(new AttributeList { ContactInformation = "who" }, Record()));
        Assert.False(Matches(new AttributeList { { KmipAttributeId.FromName("x-Purpose"), AttributeValue.TextString("backup") } }, Record()));
    }

    [Fact]
    public void A_vendor_attribute_matches_by_name_type_and_value()
    {
        KmipAttributeId id = KmipAttributeId.FromName("x-Purpose");
        ManagedObjectRecord record = Record();
        record.Attributes.Add(id, AttributeValue.TextString("backup"));
        Assert.True(Matches(new AttributeList { { id, AttributeValue.TextString("backup") } }, record));
        Assert.False(Matches(new AttributeList { { id, AttributeValue.TextString("Backup") } }, record));
        Assert.False(Matches(new AttributeList { { id, AttributeValue.Integer(1) } }, record));
        Assert.False(Matches(new AttributeList { { KmipAttributeId.FromName("x-purpose"), AttributeValue.TextString("backup") } }, record));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(-1, false)]
    public void One_date_matches_to_the_second(int seconds, bool expected) =>
        Assert.Equal(expected, Matches(new AttributeList { InitialDate = Now.AddDays(-1).AddSeconds(seconds).AddMilliseconds(400) }, Record()));

    [Theory]
    [InlineData(-10, 10, true)]
    [InlineData(10, -10, true)]
    [InlineData(0, 10, true)]
    [InlineData(-10, 0, true)]
    [InlineData(1, 10, false)]
    [InlineData(-10, -1, false)]
    public void Two_dates_are_a_range_with_its_ends_in_either_order(int first, int second, bool expected)
    {
        DateTimeOffset date = Now.AddDays(-1);
        var wanted = new AttributeList
        {
            { KmipTag.InitialDate, AttributeValue.DateTime(date.AddSeconds(first)) },
            { KmipTag.InitialDate, AttributeValue.DateTime(date.AddSeconds(second)) },
        };
        Assert.Equal(expected, Matches(wanted, Record()));
    }

    [Fact]
    public void The_largest_date_stands_for_no_date()
    {
        ManagedObjectRecord record = Record();
        Assert.True(Matches(new AttributeList { DeactivationDate = LargestDate }, record));
        record.Attributes.DeactivationDate = Now.AddDays(1);
        Assert.False(Matches(new AttributeList { DeactivationDate = LargestDate }, record));
    }

    [Fact]
    public void A_state_is_judged_at_the_time_of_the_search()
    {
        ManagedObjectRecord record = Record(State.PreActive);
        record.Attributes.ActivationDate = Now;
        Assert.True(Matches(new AttributeList { State = State.Active }, record));
        Assert.False(new LocateFilter(new AttributeList { State = State.Active }, null, null, Now.AddSeconds(-1)).Matches(record));
    }

    [Fact]
    public void Usage_limits_match_where_at_least_as_much_is_left()
    {
        ManagedObjectRecord record = Record();
        record.Attributes.UsageLimits = Limits(100, 50);
        Assert.True(Matches(new AttributeList { UsageLimits = Limits(100, 50) }, record));
        Assert.True(Matches(new AttributeList { UsageLimits = Limits(99, 1) }, record));
        Assert.False(Matches(new AttributeList { UsageLimits = Limits(100, 51) }, record));
        Assert.False(Matches(new AttributeList { UsageLimits = Limits(101, 50) }, record));
    }

    [Fact]
    public void A_structure_matches_by_the_fields_that_are_given()
    {
        ManagedObjectRecord record = Record();
        record.Attributes.Add(KmipTag.CryptographicParameters, AttributeValue.Structure(
            new CryptographicParameters { BlockCipherMode = BlockCipherMode.CBC, PaddingMethod = PaddingMethod.PKCS5, RandomIV = true }));
        Assert.True(Matches(Parameters(new() { BlockCipherMode = BlockCipherMode.CBC }), record));
        Assert.True(Matches(Parameters(new() { PaddingMethod = PaddingMethod.PKCS5, RandomIV = true }), record));
        Assert.False(Matches(Parameters(new() { BlockCipherMode = BlockCipherMode.CBC, PaddingMethod = PaddingMethod.None }), record));
        Assert.False(Matches(Parameters(new() { BlockCipherMode = BlockCipherMode.CBC, TagLength = 16 }), record));
    }

    [Fact]
    public void A_structure_with_a_value_of_the_newest_version_only_is_compared_all_the_same()
    {
        ManagedObjectRecord record = Record();
        record.Attributes.Add(KmipTag.Digest, AttributeValue.Structure(new Digest
        {
            HashingAlgorithm = HashingAlgorithm.SHA3_256,
            DigestValue = [1, 2],
            KeyFormatType = KeyFormatType.Raw,
        }));
        var wanted = new AttributeList { { KmipTag.Digest, AttributeValue.Structure(new Digest { HashingAlgorithm = HashingAlgorithm.SHA3_256, DigestValue = [1, 2] }) } };
        Assert.True(Matches(wanted, record));
        wanted = new AttributeList { { KmipTag.Digest, AttributeValue.Structure(new Digest { HashingAlgorithm = HashingAlgorithm.SHA3_256, DigestValue = [1, 3] }) } };
        Assert.False(Matches(wanted, record));
    }

    [Theory]
    [InlineData(true, ObjectGroupMember.GroupMemberFresh, true)]
    [InlineData(false, ObjectGroupMember.GroupMemberFresh, false)]
    [InlineData(null, ObjectGroupMember.GroupMemberFresh, false)]
    [InlineData(false, ObjectGroupMember.GroupMemberDefault, true)]
    [InlineData(null, null, true)]
    public void Only_fresh_members_match_where_they_are_asked_for(bool? fresh, ObjectGroupMember? member, bool expected)
    {
        ManagedObjectRecord record = Record();
        record.Attributes.Fresh = fresh;
        Assert.Equal(expected, new LocateFilter([], null, member, Now).Matches(record));
    }

    private static bool Matches(AttributeList wanted, ManagedObjectRecord record) => new LocateFilter(wanted, null, null, Now).Matches(record);

    private static AttributeList Parameters(CryptographicParameters parameters) =>
        new() { { KmipTag.CryptographicParameters, AttributeValue.Structure(parameters) } };

    private static UsageLimits Limits(long total, long count) =>
        new() { UsageLimitsTotal = total, UsageLimitsCount = count, UsageLimitsUnit = UsageLimitsUnit.Object };

    private static ManagedObjectRecord Record(State state = State.Active) => new()
    {
        UniqueIdentifier = "id",
        ObjectType = ObjectType.SymmetricKey,
        Owner = "owner",
        Attributes = new AttributeList
        {
            { KmipTag.Name, AttributeValue.Structure(new Name { NameValue = "other", NameType = NameType.UninterpretedTextString }) },
            { KmipTag.Name, AttributeValue.Structure(new Name { NameValue = "key", NameType = NameType.UninterpretedTextString }) },
            { KmipTag.CryptographicAlgorithm, AttributeValue.Enumeration(CryptographicAlgorithm.AES) },
            { KmipTag.CryptographicLength, AttributeValue.Integer(256) },
            { KmipTag.CryptographicUsageMask, AttributeValue.Integer((int)(CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt)) },
            { KmipTag.State, AttributeValue.Enumeration(state) },
            { KmipTag.InitialDate, AttributeValue.DateTime(Now.AddDays(-1)) },
        },
    };
}
