using System.Reflection;
using Kmip.Protocol.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Protocol.Tests.Versions;

/// <summary>Names and versions of the generated enumerations.</summary>
public sealed class EnumerationTests
{
    private static IEnumerable<Type> Enumerations => typeof(Operation).Assembly.GetTypes()
        .Where(type => type.IsEnum && type.IsPublic && type.Assembly.GetType(type.FullName + "Names") is not null);

    [Fact]
    public void Every_name_leads_to_its_value_and_back()
    {
        Assert.True(Enumerations.Count() > 60);
        foreach (Type type in Enumerations)
        {
            Type names = type.Assembly.GetType(type.FullName + "Names")!;
            bool isMask = type.IsDefined(typeof(FlagsAttribute), inherit: false);
            foreach (object value in Enum.GetValues(type).Cast<object>().Where(value => !isMask || (uint)value != 0))
            {
                string? name = (string?)names.GetMethod("GetName")!.Invoke(null, [value]);
                Assert.Equal(value.ToString(), name);
                object?[] arguments = [name, null];
                Assert.Equal(true, names.GetMethod("TryParse")!.Invoke(null, arguments));
                Assert.Equal(value, arguments[1]);
            }

            Assert.Null(names.GetMethod("GetName")!.Invoke(null, [Enum.ToObject(type, 0x8ABCDEF0u)]));
            Assert.Equal(false, names.GetMethod("TryParse", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, ["no such name", null]));
        }
    }

    [Theory]
    [InlineData(KmipTag.ResultStatus, "Success", true, 0u)]
    [InlineData(KmipTag.ResultStatus, "OperationFailed", true, 1u)]
    [InlineData(KmipTag.ResultStatus, "Failure", false, 0u)]
    [InlineData(KmipTag.ResultStatus, null, false, 0u)]
    [InlineData(KmipTag.UniqueBatchItemID, "Success", false, 0u)]
    public void A_name_is_found_by_the_tag_also_where_its_value_is_zero(KmipTag tag, string? name, bool expected, uint number)
    {
        Assert.Equal(expected, KmipEnumerations.TryParse(tag, name, out uint value));
        Assert.Equal(number, value);
    }

    [Theory]
    [InlineData(Operation.Get, "1.0", true)]
    [InlineData(Operation.DiscoverVersions, "1.0", false)]
    [InlineData(Operation.DiscoverVersions, "1.1", true)]
    [InlineData(Operation.Encrypt, "1.1", false)]
    [InlineData(Operation.Encrypt, "1.2", true)]
    [InlineData(Operation.Ping, "2.0", false)]
    [InlineData(Operation.Ping, "2.1", true)]
    [InlineData(Operation.Obliterate, "2.1", false)]
    [InlineData((Operation)0x80000001, "2.1", false)]
    public void Operations_belong_to_versions(Operation operation, string version, bool expected) =>
        Assert.Equal(expected, OperationNames.IsDefinedIn(operation, Codec.Version(version)));

    [Fact]
    public void Extensions_may_be_sent_and_values_of_other_versions_not()
    {
        Assert.True(ObjectTypeNames.MayBeSentIn((ObjectType)0x80000001, KmipVersion.V1_0));
        Assert.False(ObjectTypeNames.MayBeSentIn(ObjectType.PGPKey, KmipVersion.V1_0));
        Assert.False(ObjectTypeNames.MayBeSentIn(ObjectType.Template, KmipVersion.V2_0));
    }

    [Fact]
    public void Other_names_are_read()
    {
        Assert.True(HashingAlgorithmNames.TryParse("SHA_3_256", out HashingAlgorithm algorithm));
        Assert.Equal(HashingAlgorithm.SHA3_256, algorithm);
    }

    [Fact]
    public void Values_are_found_by_the_tag_of_their_item()
    {
        Assert.Equal("AES", KmipEnumerations.GetName(KmipTag.CryptographicAlgorithm, 3));
        Assert.Equal("SHA_256", KmipEnumerations.GetName(KmipTag.MaskGeneratorHashingAlgorithm, 6));
        Assert.Equal("State", KmipEnumerations.GetName(KmipTag.AttributeReference, (uint)KmipTag.State));
        Assert.Null(KmipEnumerations.GetName(KmipTag.UniqueBatchItemID, 1));
        Assert.True(KmipEnumerations.TryParse(KmipTag.State, "Active", out uint value));
        Assert.Equal((uint)State.Active, value);
        Assert.False(KmipEnumerations.TryParse(KmipTag.State, "Asleep", out _));
    }
}
