using Kmip.Conformance.Tests.Wire;
using Kmip.Ttlv;

namespace Kmip.Conformance.Tests.Compare;

/// <summary>Names of items in the paths of differences.</summary>
internal static class ItemNames
{
    public static string Of(WireItem item)
    {
        string name = KmipTags.GetName((KmipTag)item.Tag) ?? $"{item.Tag:X6}";
        return item.Tag == Tags.Attribute && item.Find(Tags.AttributeName) is { } attribute ? $"{name}[{attribute.Text}]" : name;
    }
}
