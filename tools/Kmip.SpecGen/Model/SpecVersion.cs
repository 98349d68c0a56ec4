using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kmip.SpecGen.Model;

/// <summary>A protocol version as spec/ writes it, such as "1.4".</summary>
[JsonConverter(typeof(SpecVersionConverter))]
public readonly record struct SpecVersion(int Major, int Minor) : IComparable<SpecVersion>
{
    /// <summary>The versions that structures and operations are described for, oldest first.</summary>
    public static IReadOnlyList<SpecVersion> Released { get; } = [new(1, 0), new(1, 1), new(1, 2), new(1, 3), new(1, 4), new(2, 0), new(2, 1)];

    /// <summary>The draft whose tags and values are carried as a preview.</summary>
    public static SpecVersion Preview { get; } = new(3, 0);

    /// <summary>The name of the constant of this version in the generated code.</summary>
    public string Constant => string.Create(CultureInfo.InvariantCulture, $"KmipVersion.V{Major}_{Minor}");

    /// <summary>Reads "1.4".</summary>
    /// <exception cref="FormatException">The text is no version that spec/ may name.</exception>
    public static SpecVersion Parse(string text)
    {
        foreach (SpecVersion version in Released.Append(Preview))
        {
            if (version.ToString() == text)
            {
                return version;
            }
        }

        throw new FormatException($"\"{text}\" is not a KMIP version: use 1.0, 1.1, 1.2, 1.3, 1.4, 2.0, 2.1 or 3.0.");
    }

    /// <inheritdoc/>
    public int CompareTo(SpecVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    /// <summary>Older.</summary>
    public static bool operator <(SpecVersion left, SpecVersion right) => left.CompareTo(right) < 0;

    /// <summary>Newer.</summary>
    public static bool operator >(SpecVersion left, SpecVersion right) => left.CompareTo(right) > 0;

    /// <summary>Older or the same.</summary>
    public static bool operator <=(SpecVersion left, SpecVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Newer or the same.</summary>
    public static bool operator >=(SpecVersion left, SpecVersion right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}

/// <summary>Reads a version from its text.</summary>
public sealed class SpecVersionConverter : JsonConverter<SpecVersion>
{
    /// <inheritdoc/>
    public override SpecVersion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => SpecVersion.Parse(reader.GetString()!);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SpecVersion value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
