using System.Globalization;

namespace Kmip.Protocol;

/// <summary>A version of the protocol, as a request names it in its header (clause 6.1 of 1.x, 9.16 of 2.x).</summary>
/// <param name="major">The major number.</param>
/// <param name="minor">The minor number.</param>
public readonly struct KmipVersion(int major, int minor) : IEquatable<KmipVersion>, IComparable<KmipVersion>
{
#pragma warning disable CA1707 // V1_0 reads as the version does; V10 would not
    /// <summary>KMIP 1.0.</summary>
    public static KmipVersion V1_0 => new(1, 0);

    /// <summary>KMIP 1.1.</summary>
    public static KmipVersion V1_1 => new(1, 1);

    /// <summary>KMIP 1.2.</summary>
    public static KmipVersion V1_2 => new(1, 2);

    /// <summary>KMIP 1.3.</summary>
    public static KmipVersion V1_3 => new(1, 3);

    /// <summary>KMIP 1.4.</summary>
    public static KmipVersion V1_4 => new(1, 4);

    /// <summary>KMIP 2.0.</summary>
    public static KmipVersion V2_0 => new(2, 0);

    /// <summary>KMIP 2.1.</summary>
    public static KmipVersion V2_1 => new(2, 1);

    /// <summary>KMIP 3.0: a draft. Its tags and values are known, it is not among <see cref="Supported"/>.</summary>
    public static KmipVersion V3_0 => new(3, 0);
#pragma warning restore CA1707

    /// <summary>The versions that this library speaks, newest first, the order in which Discover Versions lists them.</summary>
    public static IReadOnlyList<KmipVersion> Supported { get; } = [V2_1, V2_0, V1_4, V1_3, V1_2, V1_1, V1_0];

    /// <summary>The major number.</summary>
    public int Major { get; } = major;

    /// <summary>The minor number.</summary>
    public int Minor { get; } = minor;

    /// <summary>True for the versions of <see cref="Supported"/>.</summary>
    public bool IsSupported => this >= V1_0 && this <= V2_1 && Minor >= 0 && Minor <= (Major == 1 ? 4 : 1);

    /// <summary>The same version.</summary>
    public static bool operator ==(KmipVersion left, KmipVersion right) => left.Equals(right);

    /// <summary>Another version.</summary>
    public static bool operator !=(KmipVersion left, KmipVersion right) => !left.Equals(right);

    /// <summary>Older.</summary>
    public static bool operator <(KmipVersion left, KmipVersion right) => left.CompareTo(right) < 0;

    /// <summary>Newer.</summary>
    public static bool operator >(KmipVersion left, KmipVersion right) => left.CompareTo(right) > 0;

    /// <summary>Older or the same.</summary>
    public static bool operator <=(KmipVersion left, KmipVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Newer or the same.</summary>
    public static bool operator >=(KmipVersion left, KmipVersion right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(KmipVersion other)
    {
        int major = Major.CompareTo(other.Major);
        return major != 0 ? major : Minor.CompareTo(other.Minor);
    }

    /// <inheritdoc/>
    public bool Equals(KmipVersion other) => Major == other.Major && Minor == other.Minor;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is KmipVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Major, Minor);

    /// <summary>The two numbers with a point, such as "1.4".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
