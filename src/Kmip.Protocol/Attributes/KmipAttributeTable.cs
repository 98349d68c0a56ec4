using System.Diagnostics.CodeAnalysis;
using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>Finds standard attributes by their tag or their 1.x name.</summary>
public static partial class KmipAttributeTable
{
    /// <summary>Finds an attribute by its tag.</summary>
    public static bool TryFind(KmipTag tag, [NotNullWhen(true)] out KmipAttributeInfo? attribute)
    {
        int index = IndexOf(tag);
        attribute = index < 0 ? null : All[index];
        return attribute is not null;
    }

    /// <summary>Finds an attribute by its name in 1.x, such as "Cryptographic Algorithm"; upper and lower case differ.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out KmipAttributeInfo? attribute) => TryFind(TagOf(name), out attribute);

    /// <summary>True where the version has a standard attribute of the tag.</summary>
    public static bool IsDefinedIn(KmipTag tag, KmipVersion version) => TryFind(tag, out KmipAttributeInfo? attribute) && attribute.IsDefinedIn(version);
}
