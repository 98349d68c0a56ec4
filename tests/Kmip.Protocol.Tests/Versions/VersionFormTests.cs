using Kmip.Protocol.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Protocol.Tests.Versions;

/// <summary>One model, the form of each version on the wire; the form of another version is refused.</summary>
public sealed class VersionFormTests
{
    [Theory]
    [InlineData("1.0", KmipTag.TemplateAttribute, KmipTag.Attributes)]
    [InlineData("1.4", KmipTag.TemplateAttribute, KmipTag.Attributes)]
    [InlineData("2.0", KmipTag.Attributes, KmipTag.TemplateAttribute)]
    [InlineData("2.1", KmipTag.Attributes, KmipTag.TemplateAttribute)]
    public void Attributes_of_a_Create(string version, KmipTag present, KmipTag absent)
    {
        CreateRequest request = new() { ObjectType = ObjectType.SymmetricKey, Attributes = { CryptographicAlgorithm = CryptographicAlgorithm.AES, CryptographicLength = 256 } };
        byte[] encoded = Codec.Encode(request, Codec.Version(version));
        Assert.True(Codec.Has(encoded, present));
        Assert.False(Codec.Has(encoded, absent));
        KmipVersion other = Codec.Version(version) < KmipVersion.V2_0 ? KmipVersion.V2_0 : KmipVersion.V1_4;
        Assert.Throws<TtlvException>(() => Codec.Decode<CreateRequest>(encoded, other));
    }

    [Theory]
    [InlineData("1.4", KmipTag.AttributeName)]
    [InlineData("2.0", KmipTag.AttributeReference)]
    public void Names_of_a_GetAttributes(string version, KmipTag tag)
    {
        GetAttributesRequest request = new() { UniqueIdentifier = "1", AttributeReferences = [KmipTag.State, new("x", "Purpose")] };
        byte[] encoded = Codec.Encode(request, Codec.Version(version));
        Assert.True(Codec.Has(encoded, tag));
        Assert.Equal(request.AttributeReferences, Codec.Decode<GetAttributesRequest>(encoded, Codec.Version(version)).AttributeReferences);
    }

    [Theory]
    [InlineData("1.4", TtlvType.Boolean)]
    [InlineData("2.0", TtlvType.Enumeration)]
    public void The_asynchronous_indicator(string version, TtlvType type)
    {
        using RequestHeader header = new() { ProtocolVersion = Codec.Version(version), AsynchronousIndicator = AsynchronousIndicator.Optional, BatchCount = 1 };
        byte[] encoded = Codec.Encode(header, header.ProtocolVersion);
        int place = encoded.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x42, 0x00, 0x07]);
        Assert.Equal(type, (TtlvType)encoded[place + 3]);
        Assert.Equal(AsynchronousIndicator.Optional, Codec.Decode<RequestHeader>(encoded, header.ProtocolVersion).AsynchronousIndicator);
    }

    [Theory]
    [InlineData("1.4", TtlvType.Integer)]
    [InlineData("2.0", TtlvType.Enumeration)]
    public void The_type_of_an_extension(string version, TtlvType type)
    {
        ExtensionInformation information = new() { ExtensionName = "A", ExtensionType = ItemType.TextString };
        byte[] encoded = Codec.Encode(information, Codec.Version(version));
        int place = encoded.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x42, 0x00, 0xA7]);
        Assert.Equal(type, (TtlvType)encoded[place + 3]);
        Assert.Equal(ItemType.TextString, Codec.Decode<ExtensionInformation>(encoded, Codec.Version(version)).ExtensionType);
    }

    [Fact]
    public void A_field_of_a_later_version_is_refused_by_name()
    {
        byte[] encoded = Codec.Encode(new GetRequest { UniqueIdentifier = "1", KeyWrapType = KeyWrapType.NotWrapped }, KmipVersion.V1_4);
        TtlvException error = Assert.Throws<TtlvException>(() => Codec.Decode<GetRequest>(encoded, KmipVersion.V1_3));
        Assert.Equal((TtlvError.UnexpectedItem, KmipTag.KeyWrapType), (error.Error, error.Tag));
        Assert.Contains("GetRequest of KMIP 1.3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_required_field_names_field_and_structure()
    {
        TtlvException error = Assert.Throws<TtlvException>(() => Codec.Decode<CreateRequest>([], KmipVersion.V1_2));
        Assert.Equal((TtlvError.MissingItem, KmipTag.ObjectType), (error.Error, error.Tag));
        Assert.Contains("CreateRequest", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.2")]
    [InlineData("2.1")]
    public void Usage_limits_may_come_without_the_count_that_only_the_server_sets(string version)
    {
        using TtlvWriter writer = new();
        writer.WriteLongInteger(KmipTag.UsageLimitsTotal, 16);
        writer.WriteEnumeration(KmipTag.UsageLimitsUnit, UsageLimitsUnit.Byte);
        UsageLimits limits = Codec.Decode<UsageLimits>(writer.WrittenSpan.ToArray(), Codec.Version(version));
        Assert.Equal((16, 0, UsageLimitsUnit.Byte), (limits.UsageLimitsTotal, limits.UsageLimitsCount, limits.UsageLimitsUnit));
    }

    [Fact]
    public void Fields_out_of_order_are_refused()
    {
        using TtlvWriter writer = new();
        writer.WriteEnumeration(KmipTag.KeyFormatType, KeyFormatType.Raw);
        writer.WriteTextString(KmipTag.UniqueIdentifier, "1");
        byte[] encoded = writer.WrittenSpan.ToArray();
        Assert.Throws<TtlvException>(() => Codec.Decode<GetRequest>(encoded, KmipVersion.V1_2));
    }

    [Fact]
    public void An_unset_required_property_is_an_error_of_the_caller()
    {
        Assert.Throws<InvalidOperationException>(() => Codec.Encode(new GetResponse { ObjectType = ObjectType.SymmetricKey, UniqueIdentifier = "1" }, KmipVersion.V1_2));
    }

    [Theory]
    [InlineData("1.0", "1.1", -1)]
    [InlineData("2.0", "1.4", 1)]
    [InlineData("2.1", "2.1", 0)]
    public void Versions_compare(string left, string right, int expected)
    {
        Assert.Equal(expected, Math.Sign(Codec.Version(left).CompareTo(Codec.Version(right))));
        Assert.Equal(expected < 0, Codec.Version(left) < Codec.Version(right));
        Assert.Equal(expected <= 0, Codec.Version(left) <= Codec.Version(right));
        Assert.Equal(expected == 0, Codec.Version(left) == Codec.Version(right));
    }

    [Fact]
    public void Supported_versions_are_the_seven_newest_first()
    {
        Assert.Equal("2.1 2.0 1.4 1.3 1.2 1.1 1.0", string.Join(' ', KmipVersion.Supported));
        Assert.All(KmipVersion.Supported, version => Assert.True(version.IsSupported));
        Assert.All([new(0, 9), new(1, 5), new(2, 2), new(3, 0), new(-1, 0), new(1, -1), new(2, -1)], (KmipVersion version) => Assert.False(version.IsSupported));
    }
}
