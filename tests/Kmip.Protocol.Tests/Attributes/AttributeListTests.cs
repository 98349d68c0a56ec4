using Kmip.Protocol.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Protocol.Tests.Attributes;

public sealed class AttributeListTests
{
    [Fact]
    public void Setting_null_removes_and_setting_again_replaces()
    {
        AttributeList list = new() { State = State.PreActive, CryptographicLength = 128 };
        list.State = State.Active;
        Assert.Equal((2, State.Active), (list.Count, list.State));
        list.State = null;
        Assert.Equal((1, (State?)null), (list.Count, list.State));
    }

    [Fact]
    public void Several_values_keep_their_order_and_the_first_is_replaced()
    {
        AttributeList list = new();
        list.Add(KmipTag.ObjectGroup, AttributeValue.TextString("a"));
        list.Add(KmipTag.ObjectGroup, AttributeValue.TextString("b"));
        list.Set(KmipTag.ObjectGroup, AttributeValue.TextString("c"));
        Assert.Equal(["c", "b"], list.ObjectGroups);
        Assert.Equal(2, list.Remove(KmipTag.ObjectGroup));
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("2.1")]
    public void A_custom_attribute_is_the_same_in_both_forms(string version)
    {
        AttributeList list = new();
        list.Add(KmipAttributeId.FromName("x-Purpose"), AttributeValue.TextString("test"));
        CreateRequest again = Codec.Again(new CreateRequest { ObjectType = ObjectType.SymmetricKey, Attributes = list }, Codec.Version(version));
        KmipAttribute attribute = Assert.Single(again.Attributes);
        Assert.Equal(("x", "Purpose", "x-Purpose"), (attribute.Id.VendorIdentification, attribute.Id.Name, attribute.Id.GetName()));
        Assert.Equal("test", attribute.Value.AsTextString);
    }

    [Fact]
    public void A_vendor_attribute_of_2_0_has_no_form_in_1_x_and_an_unknown_name_of_1_x_none_in_2_0()
    {
        AttributeList list = new();
        list.Add(new("ACME", "Purpose"), AttributeValue.Integer(1));
        list.Add(KmipAttributeId.FromName("Unheard Of"), AttributeValue.Integer(2));
        CreateRequest request = new() { ObjectType = ObjectType.SymmetricKey, Attributes = list };
        Assert.Equal([2], Codec.Again(request, KmipVersion.V1_4).Attributes.Select(attribute => attribute.Value.AsInteger));
        Assert.Equal([1], Codec.Again(request, KmipVersion.V2_0).Attributes.Select(attribute => attribute.Value.AsInteger));
    }

    [Fact]
    public void Indexes_and_template_names_of_1_x_survive_and_are_not_sent_in_2_x()
    {
        AttributeList list = new();
        list.Add(new KmipAttribute(KmipTag.ObjectGroup, AttributeValue.TextString("a"), 3));
        list.TemplateNames.Add(new Name { NameValue = "T", NameType = NameType.UninterpretedTextString });
        CreateRequest request = new() { ObjectType = ObjectType.SymmetricKey, Attributes = list };
        AttributeList old = Codec.Again(request, KmipVersion.V1_2).Attributes;
        Assert.Equal((3, "T"), (old[0].Index, old.TemplateNames[0].NameValue));
        AttributeList newer = Codec.Again(request, KmipVersion.V2_0).Attributes;
        Assert.Equal((null, 0), (newer[0].Index, newer.TemplateNames.Count));
    }

    [Fact]
    public void A_value_of_the_wrong_type_is_refused()
    {
        using TtlvWriter writer = new();
        using (writer.BeginStructure(KmipTag.Attributes))
        {
            writer.WriteTextString(KmipTag.State, "Active");
        }

        byte[] encoded = writer.WrittenSpan.ToArray();
        TtlvException error = Assert.Throws<TtlvException>(() =>
        {
            TtlvReader reader = new(encoded);
            reader.ReadAttributeList(KmipTag.Attributes, KmipVersion.V2_0);
        });
        Assert.Equal((TtlvError.UnexpectedType, KmipTag.State), (error.Error, error.Tag));
    }

    [Theory]
    [Trait("Abuse", "A20")]
    [InlineData(long.MinValue)]
    [InlineData(-62135596801)]
    [InlineData(253402300800)]
    [InlineData(long.MaxValue)]
    public void A_date_outside_the_years_1_to_9999_is_refused(long seconds)
    {
        using TtlvWriter writer = new();
        using (writer.BeginStructure(KmipTag.Attributes))
        {
            writer.WriteDateTimeSeconds(KmipTag.ActivationDate, seconds);
        }

        byte[] encoded = writer.WrittenSpan.ToArray();
        TtlvException error = Assert.Throws<TtlvException>(() =>
        {
            TtlvReader reader = new(encoded);
            reader.ReadAttributeList(KmipTag.Attributes, KmipVersion.V2_0);
        });
        Assert.Equal((TtlvError.ValueOutOfRange, KmipTag.ActivationDate), (error.Error, error.Tag));
    }

    [Fact]
    public void Values_are_equal_when_their_encodings_are()
    {
        Assert.Equal(AttributeValue.Structure(Name("a")), AttributeValue.Structure(Name("a")));
        Assert.NotEqual(AttributeValue.Structure(Name("a")), AttributeValue.Structure(Name("b")));
        Assert.Equal(AttributeValue.ByteString([1, 2]), AttributeValue.ByteString([1, 2]));
        Assert.NotEqual(AttributeValue.Integer(1), AttributeValue.LongInteger(1));
        DateTimeOffset date = DateTimeOffset.UnixEpoch;
        Assert.Equal(AttributeValue.DateTime(date), AttributeValue.DateTime(date.AddMilliseconds(3)));
        Assert.Equal(AttributeValue.DateTime(date).GetHashCode(), AttributeValue.DateTime(date.AddMilliseconds(3)).GetHashCode());
    }

    [Fact]
    public void The_text_of_a_list_has_no_values()
    {
        AttributeList list = new() { ContactInformation = "confidential", State = State.Active };
        Assert.Equal("Contact Information, State", list.ToString());
        Assert.DoesNotContain("confidential", list[0].ToString() + list[0].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rules_of_an_attribute_depend_on_the_version()
    {
        Assert.True(KmipAttributeTable.TryFind("Cryptographic Algorithm", out KmipAttributeInfo? attribute));
        Assert.Equal(KmipTag.CryptographicAlgorithm, attribute.Tag);
        Assert.Equal(RuleAnswer.Yes, attribute.RulesIn(KmipVersion.V1_4)!.AlwaysHasValue);
        Assert.Equal(RuleAnswer.Conditional, attribute.RulesIn(KmipVersion.V2_0)!.AlwaysHasValue);
        Assert.False(KmipAttributeTable.TryFind("cryptographic algorithm", out _));
        Assert.All(KmipAttributeTable.All, info => Assert.True(KmipAttributeTable.TryFind(info.Tag, out KmipAttributeInfo? found) && found == info));
        Assert.All(KmipAttributeTable.All, info => Assert.True(KmipAttributeTable.TryFind(info.Name, out KmipAttributeInfo? found) && found == info));
    }

    private static Name Name(string value) => new() { NameValue = value, NameType = NameType.UninterpretedTextString };
}
