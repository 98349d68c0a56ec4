using Kmip.SpecGen.Model;

namespace Kmip.SpecGen.Tests;

/// <summary>spec/ does not contradict itself, and the validator finds it when it does.</summary>
public sealed class ConsistencyTests
{
    private static readonly ByVersion<string> Integer = new([new(new SpecVersion(1, 0), "Integer")]);

    [Fact]
    public void The_specification_has_no_contradiction() => Assert.Empty(SpecValidator.Validate(SpecFolder.Specification));

    [Fact]
    public void A_number_used_twice_is_found() => Finds("used twice", Tag("A", "0x420001"), Tag("B", "0x420001"));

    [Fact]
    public void A_name_used_twice_is_found() => Finds("used twice", Tag("A", "0x420001"), Tag("A", "0x420002"));

    [Fact]
    public void A_range_that_ends_before_it_begins_is_found() =>
        Finds("contradict", new TagSpec { Name = "A", Value = "0x420001", Types = ["Integer"], Since = new(1, 4), Until = new(1, 2) });

    [Fact]
    public void A_field_without_a_tag_is_found() => Finds("there is no tag Missing", [Tag("A", "0x420001")], new FieldSpec { Name = "Missing", Type = Integer });

    [Fact]
    public void Two_fields_of_one_property_in_one_version_are_found() => Finds(
        "comes twice", [Tag("A", "0x420001"), Tag("B", "0x420002")], new FieldSpec { Name = "A", Type = Integer }, new FieldSpec { Name = "B", Property = "A", Type = Integer });

    [Fact]
    public void An_enumeration_without_a_name_is_found() => Finds(
        "names its enumeration", [Tag("A", "0x420001")], new FieldSpec { Name = "A", Type = new([new(new SpecVersion(1, 0), "Enumeration")]) });

    [Theory]
    [InlineData("1.5")]
    [InlineData("1")]
    [InlineData("")]
    public void Only_versions_of_KMIP_are_versions(string text) => Assert.Throws<FormatException>(() => SpecVersion.Parse(text));

    private static TagSpec Tag(string name, string value) => new() { Name = name, Value = value, Types = ["Integer"] };

    private static void Finds(string text, params TagSpec[] tags) => Finds(text, tags, []);

    private static void Finds(string text, TagSpec[] tags, params FieldSpec[] fields)
    {
        Specification specification = new()
        {
            Tags = tags,
            Enumerations = [new EnumerationSpec { Name = "Operation", Tags = [], Values = [] }],
            Masks = [],
            Structures = [new StructureSpec { Name = "A", Tag = "A", Fields = fields }],
            Operations = [],
            Attributes = [],
        };
        Assert.Contains(SpecValidator.Validate(specification), mistake => mistake.Contains(text, StringComparison.Ordinal));
    }
}
