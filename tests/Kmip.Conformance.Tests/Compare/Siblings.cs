using Kmip.Conformance.Tests.Wire;

namespace Kmip.Conformance.Tests.Compare;

/// <summary>Which item of one structure stands for which of the other.</summary>
internal static class Siblings
{
    /// <summary>
    /// The children with a key each. Attributes pair by name; items that may repeat (operations of Query, versions, identifiers, names) pair by
    /// value; all others by tag.
    /// </summary>
    public static List<(string Key, WireItem Item)> Keyed(WireItem structure, WireItem other) =>
        [.. structure.Children.Select(child => (KeyOf(child, Repeats(structure, child.Tag) || Repeats(other, child.Tag)), child))];

    private static bool Repeats(WireItem structure, uint tag) => structure.Children.Count(child => child.Tag == tag) > 1;

    private static string KeyOf(WireItem item, bool byValue) => item switch
    {
        { Tag: Tags.Attribute } when item.Find(Tags.AttributeName) is { } name => "Attribute " + name.Text,
        _ when byValue => $"{item.Tag:X6} {Convert.ToHexString(item.Encode())}",
        _ => $"{item.Tag:X6}",
    };
}
