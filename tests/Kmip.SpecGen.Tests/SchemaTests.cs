using NJsonSchema;

namespace Kmip.SpecGen.Tests;

/// <summary>Every file of spec/ has the shape of its schema.</summary>
public sealed class SchemaTests
{
    [Theory]
    [InlineData("tags", "tags.json")]
    [InlineData("masks", "masks.json")]
    [InlineData("attributes", "attributes.json")]
    [InlineData("enumeration", "enumerations")]
    [InlineData("structure", "structures")]
    [InlineData("operation", "operations")]
    public async Task Files_have_the_shape_of_their_schema(string schemaName, string place)
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(SpecFolder.Path, "schema", schemaName + ".schema.json"), TestContext.Current.CancellationToken);
        string path = Path.Combine(SpecFolder.Path, place);
        string[] files = File.Exists(path) ? [path] : Directory.GetFiles(path, "*.json");
        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => schema.Validate(File.ReadAllText(file)).Select(error => $"{Path.GetFileName(file)}: {error}")));
    }

    [Fact]
    public async Task A_schema_refuses_a_field_that_it_does_not_know()
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(SpecFolder.Path, "schema", "structure.schema.json"), TestContext.Current.CancellationToken);
        string text = File.ReadAllText(Path.Combine(SpecFolder.Path, "structures", "Name.json"));
        Assert.Empty(schema.Validate(text));
        Assert.NotEmpty(schema.Validate(text.Replace("\"required\"", "\"requird\"", StringComparison.Ordinal)));
    }
}
