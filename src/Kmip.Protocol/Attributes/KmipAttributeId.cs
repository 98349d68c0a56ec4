using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>
/// What names an attribute. A standard one is known by its tag (its name in 1.x). A vendor's is known by vendor identification and name
/// in 2.x; in 1.x by a name that begins with "x-" (set by clients) or "y-" (set by servers), which is the same as the vendor "x" or "y"
/// (clause 3.39 of 1.4, 4.60 of 2.1). A 1.x name that is neither standard nor a vendor's is kept as it is and never sent in 2.x.
/// </summary>
public readonly struct KmipAttributeId : IEquatable<KmipAttributeId>
{
    /// <summary>A standard attribute.</summary>
    public KmipAttributeId(KmipTag tag) => Tag = tag;

    /// <summary>A vendor's attribute.</summary>
    /// <param name="vendorIdentification">The vendor; "x" and "y" are the custom attributes of 1.x.</param>
    /// <param name="name">The name, without "x-" or "y-".</param>
    public KmipAttributeId(string vendorIdentification, string name)
    {
        ArgumentNullException.ThrowIfNull(vendorIdentification);
        ArgumentNullException.ThrowIfNull(name);
        VendorIdentification = vendorIdentification;
        Name = name;
    }

    private KmipAttributeId(string unknownName) => Name = unknownName;

    /// <summary>The tag of a standard attribute; zero for others.</summary>
    public KmipTag Tag { get; }

    /// <summary>The vendor of a vendor's attribute; null for others.</summary>
    public string? VendorIdentification { get; }

    /// <summary>The name of a vendor's attribute, or an unknown name of 1.x; null for standard attributes.</summary>
    public string? Name { get; }

    /// <summary>True for a standard attribute.</summary>
    public bool IsStandard => Name is null;

    /// <summary>A standard attribute by its tag.</summary>
    public static implicit operator KmipAttributeId(KmipTag tag) => new(tag);

    /// <summary>The same attribute.</summary>
    public static bool operator ==(KmipAttributeId left, KmipAttributeId right) => left.Equals(right);

    /// <summary>Another attribute.</summary>
    public static bool operator !=(KmipAttributeId left, KmipAttributeId right) => !left.Equals(right);

    /// <summary>A standard attribute by its tag.</summary>
    public static KmipAttributeId FromKmipTag(KmipTag tag) => new(tag);

    /// <summary>The attribute of a 1.x name, such as "State" or "x-Purpose".</summary>
    public static KmipAttributeId FromName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (KmipAttributeTable.TryFind(name, out KmipAttributeInfo? standard))
        {
            return new KmipAttributeId(standard.Tag);
        }

        return name.StartsWith("x-", StringComparison.Ordinal) || name.StartsWith("y-", StringComparison.Ordinal)
            ? new KmipAttributeId(name[..1], name[2..])
            : new KmipAttributeId(name);
    }

    /// <summary>The name of the attribute in a 1.x message; null where 1.x has none for it.</summary>
    public string? GetName() => this switch
    {
        { Name: null } => KmipAttributeTable.TryFind(Tag, out KmipAttributeInfo? standard) ? standard.Name : null,
        { VendorIdentification: null } => Name,
        { VendorIdentification: "x" or "y" } => $"{VendorIdentification}-{Name}",
        _ => null,
    };

    /// <summary>True where a message of the version can name the attribute.</summary>
    public bool IsDefinedIn(KmipVersion version) => IsStandard
        ? KmipAttributeTable.IsDefinedIn(Tag, version)
        : version >= KmipVersion.V2_0 ? VendorIdentification is not null : VendorIdentification is null or "x" or "y";

    /// <inheritdoc/>
    public bool Equals(KmipAttributeId other) => Tag == other.Tag
        && string.Equals(VendorIdentification, other.VendorIdentification, StringComparison.Ordinal)
        && string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is KmipAttributeId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Tag, VendorIdentification, Name);

    /// <summary>The 1.x name, or vendor and name.</summary>
    public override string ToString() => GetName() ?? (IsStandard ? KmipTags.GetName(Tag) ?? $"0x{(uint)Tag:X6}" : $"{VendorIdentification}/{Name}");
}
