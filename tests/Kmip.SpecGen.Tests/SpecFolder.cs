using System.Text.Json;
using Kmip.SpecGen.Model;
using Kmip.TestSupport;

namespace Kmip.SpecGen.Tests;

/// <summary>spec/ of this repository, and the facts that it is checked against.</summary>
internal static class SpecFolder
{
    public static string Path { get; } = System.IO.Path.Combine(SharedData.RepositoryRoot, "spec");

    public static Specification Specification { get; } = SpecLoader.Load(Path);

    public static JsonElement Facts(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedData.Kmip(name)));
        return document.RootElement.Clone();
    }

    public static string? Text(this JsonElement element, string property) => element.TryGetProperty(property, out JsonElement value) ? value.GetString() : null;

    // Entries that only the second draft of 3.0 has are 3.0 entries here.
    public static string Since(this JsonElement element) => element.GetProperty("since").GetString()![..3];
}
