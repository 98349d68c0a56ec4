using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kmip.SpecGen.Model;

/// <summary>
/// A fact that may change between versions: written in spec/ as a plain value, or as an object from the first version of each
/// change to the value from then on.
/// </summary>
public sealed class ByVersion<T>(IReadOnlyList<KeyValuePair<SpecVersion, T>> changes)
{
    /// <summary>The changes, oldest first; a plain value is one change at 1.0.</summary>
    public IReadOnlyList<KeyValuePair<SpecVersion, T>> Changes { get; } = changes;

    /// <summary>True where the fact is the same in every version.</summary>
    public bool IsConstant => Changes.Count == 1;

    /// <summary>The fact in a version.</summary>
    public T In(SpecVersion version)
    {
        T value = Changes[0].Value;
        foreach (KeyValuePair<SpecVersion, T> change in Changes)
        {
            if (change.Key <= version)
            {
                value = change.Value;
            }
        }

        return value;
    }

    /// <summary>True where the fact has this value in at least one version.</summary>
    public bool Ever(T value) => Changes.Any(change => EqualityComparer<T>.Default.Equals(change.Value, value));
}

/// <summary>Reads both forms of <see cref="ByVersion{T}"/>.</summary>
public sealed class ByVersionConverter<T> : JsonConverter<ByVersion<T>>
{
    /// <inheritdoc/>
    public override ByVersion<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            T plain = JsonSerializer.Deserialize<T>(ref reader, options)!;
            return new ByVersion<T>([new(new SpecVersion(1, 0), plain)]);
        }

        Dictionary<string, T> map = JsonSerializer.Deserialize<Dictionary<string, T>>(ref reader, options)!;
        return new ByVersion<T>([.. map.Select(entry => new KeyValuePair<SpecVersion, T>(SpecVersion.Parse(entry.Key), entry.Value)).OrderBy(entry => entry.Key)]);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ByVersion<T> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("spec/ is written by people.");
}
