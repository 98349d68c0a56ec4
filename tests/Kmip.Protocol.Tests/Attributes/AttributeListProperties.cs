using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kmip.Protocol.Tests.Support;

namespace Kmip.Protocol.Tests.Attributes;

/// <summary>Attribute lists survive encoding and decoding in every version, without what it does not define.</summary>
public sealed class AttributeListProperties
{
    [Property(MaxTest = 200)]
    public Property A_list_survives_in_every_version() => Prop.ForAll(Generators.AttributeLists(), list => KmipVersion.Supported.All(version =>
    {
        CreateRequest again = Codec.Again(new CreateRequest { ObjectType = ObjectType.SymmetricKey, Attributes = list }, version);
        LocateRequest located = Codec.Again(new LocateRequest { Attributes = list }, version);
        return Generators.SameWhereDefined(list, again.Attributes, version) && Generators.SameWhereDefined(list, located.Attributes, version);
    }));
}
