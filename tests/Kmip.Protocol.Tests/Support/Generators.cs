using FsCheck;
using FsCheck.Fluent;
using Kmip.Ttlv;

namespace Kmip.Protocol.Tests.Support;

/// <summary>Random attribute lists, of every standard attribute with a simple type, of structures, and of vendors' attributes.</summary>
internal static class Generators
{
    public static Arbitrary<AttributeList> AttributeLists() =>
        Arb.From(Gen.ListOf(Attributes()).Select(attributes => new AttributeList(attributes)));

    /// <summary>True where the second list is the first without what the version does not define.</summary>
    public static bool SameWhereDefined(AttributeList written, AttributeList read, KmipVersion version) =>
        written.Where(attribute => attribute.Id.IsDefinedIn(version)).Select(attribute => (attribute.Id, attribute.Value))
            .SequenceEqual(read.Select(attribute => (attribute.Id, attribute.Value)));

    private static Gen<KmipAttribute> Attributes()
    {
        KmipAttributeInfo[] simple = [.. KmipAttributeTable.All.Where(info => info.Type is not (TtlvType.Structure or TtlvType.Enumeration or TtlvType.Integer))];
        Gen<KmipAttribute> standard = Gen.Elements(simple).SelectMany(info => Values(info.Type).Select(value => new KmipAttribute(info.Tag, value)));
        Gen<KmipAttribute> enumeration = Gen.Elements(Enum.GetValues<State>()).Select(state => new KmipAttribute(KmipTag.State, AttributeValue.Enumeration(state)));
        Gen<KmipAttribute> name = Text().Select(text => new KmipAttribute(KmipTag.Name, AttributeValue.Structure(Name(text))));
        Gen<AttributeValue> any = Gen.Elements(Enum.GetValues<TtlvType>().Where(type => type is not TtlvType.Structure)).SelectMany(Values);
        Gen<KmipAttributeId> ids = Gen.Elements("x", "y", "ACME").SelectMany(vendor => Text().Select(text => new KmipAttributeId(vendor, text)));
        Gen<KmipAttribute> vendor = ids.SelectMany(id => any.Select(value => new KmipAttribute(id, value)));
        return Gen.OneOf(standard, enumeration, name, vendor);
    }

    private static Name Name(string text) => new() { NameValue = text, NameType = NameType.UninterpretedTextString };

    private static Gen<string> Text() => Gen.Elements("", "a", "Kürzel", "日本", "a longer text with blanks ");

    private static Gen<AttributeValue> Values(TtlvType type) => type switch
    {
        TtlvType.Integer => Gen.Choose(int.MinValue, int.MaxValue).Select(AttributeValue.Integer),
        TtlvType.LongInteger => Gen.Choose(int.MinValue, int.MaxValue).Select(value => AttributeValue.LongInteger(value * 4_000_000_000L)),
        TtlvType.BigInteger => Gen.Choose(int.MinValue, int.MaxValue).Select(value => AttributeValue.BigInteger(System.Numerics.BigInteger.Pow(value, 5))),
        TtlvType.Enumeration => Gen.Choose(1, int.MaxValue).Select(value => AttributeValue.Enumeration((uint)value)),
        TtlvType.Boolean => Gen.Elements(true, false).Select(AttributeValue.Boolean),
        TtlvType.TextString => Text().Select(AttributeValue.TextString),
        TtlvType.ByteString => Gen.Choose(0, 20).Select(length => AttributeValue.ByteString(new byte[length])),
        TtlvType.DateTime => Gen.Choose(-1_000_000_000, int.MaxValue).Select(value => AttributeValue.DateTime(DateTimeOffset.FromUnixTimeSeconds(value * 20L))),
        TtlvType.Interval => Gen.Choose(0, int.MaxValue).Select(value => AttributeValue.Interval((uint)value * 2)),
        _ => Gen.Choose(0, int.MaxValue).Select(value => AttributeValue.DateTimeExtended(DateTimeOffset.UnixEpoch.AddTicks(value * 10L))),
    };
}
