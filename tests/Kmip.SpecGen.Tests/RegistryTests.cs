using System.Text.Json;
using Kmip.SpecGen.Model;
using Kmip.TestSupport;

namespace Kmip.SpecGen.Tests;

/// <summary>Tags, enumerations, masks and attributes are complete: they equal the registry of the shared data.</summary>
public sealed class RegistryTests
{
    [Fact]
    public void Tags_equal_the_registry()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        IEnumerable<string> facts = SpecFolder.Facts("kmip-registry.json").GetProperty("tags").EnumerateArray()
            .Select(tag => $"{Line(tag)} {string.Join('|', tag.GetProperty("types").EnumerateArray().Select(type => type.GetString()))}");
        Assert.Equal(facts, SpecFolder.Specification.Tags.Select(tag => $"{Line(tag)} {string.Join('|', tag.Types)}"));
    }

    [Fact]
    public void Enumerations_equal_the_registry()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        JsonElement facts = SpecFolder.Facts("kmip-registry.json").GetProperty("enums");
        Assert.Equal(
            facts.EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal),
            SpecFolder.Specification.Enumerations.Select(enumeration => enumeration.Name).Order(StringComparer.Ordinal));
        foreach (JsonProperty fact in facts.EnumerateObject())
        {
            // PKCS#11 return codes list five names under two numbers: a name has one, the one of the published header.
            IEnumerable<string> values = fact.Value.GetProperty("values").EnumerateArray().DistinctBy(value => value.Text("name")).Select(Line);
            EnumerationSpec enumeration = SpecFolder.Specification.Enumeration(fact.Name);
            Assert.Equal(values, enumeration.Values.Select(Line));
            Assert.Equal(fact.Value.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()), enumeration.Tags);
        }
    }

    [Fact]
    public void Masks_equal_the_registry()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        JsonElement facts = SpecFolder.Facts("kmip-registry.json").GetProperty("masks");
        Assert.Equal(facts.EnumerateObject().Count(), SpecFolder.Specification.Masks.Count);
        foreach (MaskSpec mask in SpecFolder.Specification.Masks)
        {
            Assert.Equal(facts.GetProperty(mask.Name).GetProperty("values").EnumerateArray().Select(Line), mask.Bits.Select(Line));
        }
    }

    [Fact]
    public void Attributes_equal_the_registry()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        IEnumerable<string> facts = SpecFolder.Facts("kmip-registry.json").GetProperty("attributes").EnumerateArray()
            .Where(attribute => attribute.Text("name") != "CustomAttribute") // stands for the custom attributes, is none itself
            .Select(attribute => $"{attribute.Text("name")} {attribute.Text("attributeName")} {attribute.Since()} {attribute.Text("until")}");
        Assert.Equal(facts, SpecFolder.Specification.Attributes.Select(attribute => $"{attribute.Name} {attribute.Title} {attribute.Since} {attribute.Until}"));
    }

    [Fact]
    public void Operations_have_the_numbers_of_the_registry()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        HashSet<string> facts = [.. SpecFolder.Facts("kmip-registry.json").GetProperty("operations").EnumerateArray().Select(Line)];
        Assert.All(SpecFolder.Specification.Operations, operation => Assert.Contains($"{operation.Name} {operation.Value} {operation.Since} {operation.Until}", facts));
    }

    private static string Line(JsonElement fact) => $"{fact.Text("name")} {fact.Text("value")} {fact.Since()} {fact.Text("until")}";

    private static string Line(NumberedSpec entry) => $"{entry.Name} {entry.Value} {entry.Since} {entry.Until}";
}
