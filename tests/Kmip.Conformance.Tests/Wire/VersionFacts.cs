using System.Globalization;
using System.Text.Json;

namespace Kmip.Conformance.Tests.Wire;

/// <summary>Which tags, attributes, object types and values of enumerations a version has, from the shared registry.</summary>
internal sealed class VersionFacts
{
    private const uint FirstExtension = 0x80000000;

    private readonly Dictionary<uint, string> _names = [];
    private readonly Dictionary<string, Range> _attributes = [];
    private readonly HashSet<string> _objects = [];
    private readonly Dictionary<string, Dictionary<uint, Range>> _values = [];

    public VersionFacts(JsonElement registry)
    {
        foreach (JsonElement tag in registry.GetProperty("tags").EnumerateArray())
        {
            _names[Number(tag)] = Text(tag, "name");
        }

        foreach (JsonElement attribute in registry.GetProperty("attributes").EnumerateArray())
        {
            _attributes[Text(attribute, "name")] = _attributes[Text(attribute, "attributeName")] = Range.Of(attribute);
        }

        foreach (JsonElement type in registry.GetProperty("objects").EnumerateArray())
        {
            _objects.Add(Text(type, "name"));
        }

        foreach (JsonProperty enumeration in registry.GetProperty("enums").EnumerateObject().Where(entry => !entry.Value.TryGetProperty("valuesFrom", out _)))
        {
            Dictionary<uint, Range> values = enumeration.Value.GetProperty("values").EnumerateArray().ToDictionary(Number, Range.Of);
            foreach (JsonElement tag in enumeration.Value.GetProperty("tags").EnumerateArray())
            {
                _values[tag.GetString()!] = values;
            }
        }
    }

    public string NameOf(uint tag) => _names.GetValueOrDefault(tag, tag.ToString("X6", CultureInfo.InvariantCulture));

    public bool IsObject(string name) => _objects.Contains(name);

    /// <summary>Whether the version has the attribute, under its name or that of its tag; custom ones every version has.</summary>
    public bool HasAttribute(string name, string version) =>
        name.StartsWith("x-", StringComparison.Ordinal) || name.StartsWith("y-", StringComparison.Ordinal)
        || (_attributes.TryGetValue(name, out Range? range) && range.Contains(version));

    /// <summary>Whether the version has the value of an enumeration; extensions and what has no enumeration it has.</summary>
    public bool HasValue(string name, uint value, string version) =>
        value >= FirstExtension || !_values.TryGetValue(name, out Dictionary<uint, Range>? values)
        || (values.TryGetValue(value, out Range? range) && range.Contains(version));

    private static uint Number(JsonElement element) => Convert.ToUInt32(Text(element, "value"), 16);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private sealed record Range(string Since, string? Until)
    {
        public static Range Of(JsonElement element) =>
            new(Text(element, "since"), element.TryGetProperty("until", out JsonElement until) ? until.GetString() : null);

        public bool Contains(string version) =>
            string.CompareOrdinal(Since, version) <= 0 && (Until is null || string.CompareOrdinal(version, Until) <= 0);
    }
}
