using System.Text.Json;
using Kmip.SpecGen.Model;

namespace Kmip.SpecGen;

/// <summary>Reads the folder spec/. A property that the model does not know is an error: it is a typing mistake.</summary>
public static class SpecLoader
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        Converters = { new ByVersionConverter<string>(), new ByVersionConverter<bool>() },
    };

    /// <summary>Reads every file of a spec folder.</summary>
    /// <exception cref="InvalidDataException">A file does not have the shape of its schema; the message names it.</exception>
    public static Specification Load(string folder) => new()
    {
        Tags = Part<TagSpec>(folder, "tags.json", "tags"),
        Enumerations = All<EnumerationSpec>(folder, "enumerations"),
        Masks = Part<MaskSpec>(folder, "masks.json", "masks"),
        Structures = All<StructureSpec>(folder, "structures"),
        Operations = All<OperationSpec>(folder, "operations"),
        Attributes = Part<AttributeSpec>(folder, "attributes.json", "attributes"),
    };

    private static List<T> Part<T>(string folder, string file, string property) =>
        Read<List<T>>(Path.Combine(folder, file), root => root.GetProperty(property));

    private static List<T> All<T>(string folder, string part)
        where T : Ranged
    {
        List<T> entries = [];
        foreach (string path in Directory.GetFiles(Path.Combine(folder, part), "*.json").Order(StringComparer.Ordinal))
        {
            T entry = Read<T>(path, root => root);
            if (entry.Name != Path.GetFileNameWithoutExtension(path))
            {
                throw new InvalidDataException($"{path}: the file is named after its entry: rename it to {entry.Name}.json.");
            }

            entries.Add(entry);
        }

        return entries;
    }

    private static T Read<T>(string path, Func<JsonElement, JsonElement> select)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            using MemoryStream stream = new();
            using (Utf8JsonWriter writer = new(stream))
            {
                WriteWithoutSchema(select(document.RootElement), writer);
            }

            return JsonSerializer.Deserialize<T>(stream.ToArray(), Options) ?? throw new InvalidDataException($"{path} is empty.");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    // "$schema" is for editors; it is not part of the data.
    private static void WriteWithoutSchema(JsonElement element, Utf8JsonWriter writer)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            element.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (JsonProperty property in element.EnumerateObject().Where(property => property.Name != "$schema"))
        {
            property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
