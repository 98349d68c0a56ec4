using System.Text.Json;
using Kmip.SpecGen.Model;
using Kmip.TestSupport;

namespace Kmip.SpecGen.Tests;

/// <summary>The fields of each structure and payload, and their order, equal the tables of every version.</summary>
public sealed class FieldOrderTests
{
    // Structures without a table, or whose table lists no fields of its own.
    private static readonly HashSet<string> WithoutTable = ["ProtectionStorageMasks", "Attributes", "ServerInformation"];

    private static readonly Dictionary<string, string> CredentialTables = new()
    {
        ["UsernamePasswordCredential"] = "Username and Password Credential",
        ["DeviceCredential"] = "Device Credential",
        ["AttestationCredential"] = "Attestation Credential",
        ["OneTimePasswordCredential"] = "One Time Password Credential",
        ["HashedPasswordCredential"] = "Hashed Password Credential",
        ["TicketCredential"] = "the Ticket",
    };

    [Fact]
    public void Structures_have_the_fields_of_the_tables()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        JsonElement facts = SpecFolder.Facts("kmip-structures.json");
        foreach (StructureSpec structure in SpecFolder.Specification.Structures.Where(structure => !WithoutTable.Contains(structure.Name)))
        {
            foreach (SpecVersion version in SpecVersion.Released)
            {
                string[]? expected = Table(facts, structure, version.ToString());
                Assert.True(expected is null != structure.IsIn(version), $"{structure.Name} in {version}");
                if (expected is not null)
                {
                    Assert.Equal((structure.Name, version, string.Join(' ', expected)), (structure.Name, version, Names(structure.Fields, version)));
                }
            }
        }
    }

    [Fact]
    public void Payloads_have_the_fields_of_the_tables()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        JsonElement facts = SpecFolder.Facts("kmip-structures.json").GetProperty("payloads");
        foreach (OperationSpec operation in SpecFolder.Specification.Operations)
        {
            foreach (SpecVersion version in SpecVersion.Released.Where(operation.IsIn))
            {
                foreach ((string side, PayloadSpec payload) in new[] { ("request", operation.Request), ("response", operation.Response) })
                {
                    string expected = string.Join(' ', facts.GetProperty(operation.Name).GetProperty(side).GetProperty(version.ToString()).EnumerateArray().Select(field => field.Text("name")));
                    Assert.Equal((operation.Name, side, version, expected), (operation.Name, side, version, Names(payload.Fields, version)));
                }
            }
        }
    }

    [Fact]
    public void Required_fields_are_those_of_the_tables()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        JsonElement facts = SpecFolder.Facts("kmip-structures.json").GetProperty("payloads");
        foreach (OperationSpec operation in SpecFolder.Specification.Operations)
        {
            foreach (SpecVersion version in SpecVersion.Released.Where(operation.IsIn))
            {
                Required(facts, operation.Name, "request", operation.Request, version);
                Required(facts, operation.Name, "response", operation.Response, version);
            }
        }
    }

    private static void Required(JsonElement facts, string operation, string side, PayloadSpec payload, SpecVersion version)
    {
        foreach (JsonElement fact in facts.GetProperty(operation).GetProperty(side).GetProperty(version.ToString()).EnumerateArray())
        {
            FieldSpec field = payload.Fields.First(field => field.Name == fact.Text("name") && field.IsIn(version));
            if (field.Note is null)
            {
                Assert.Equal((operation, field.Name, version, fact.Text("required")), (operation, field.Name, version, field.Required.In(version)));
            }
        }
    }

    private static string Names(IEnumerable<FieldSpec> fields, SpecVersion version) =>
        string.Join(' ', fields.Where(field => field.IsIn(version)).Select(field => field.Name).Distinct(StringComparer.Ordinal));

    private static string[]? Table(JsonElement facts, StructureSpec structure, string version)
    {
        if (facts.GetProperty("messages").TryGetProperty(structure.Name, out JsonElement message))
        {
            return Fields(message.GetProperty(version));
        }

        string source = structure.Variant ? structure.Tag : structure.Name;
        if (!facts.GetProperty("structures").GetProperty(source).TryGetProperty(version, out JsonElement tables))
        {
            return null;
        }

        string? title = !structure.Variant ? null : structure.Tag == "KeyMaterial" ? structure.Title + "s" : CredentialTables[structure.Name];
        foreach (JsonElement table in tables.EnumerateArray())
        {
            if (title is null || table.Text("table")!.EndsWith(title, StringComparison.Ordinal))
            {
                return Fields(table.GetProperty("fields"));
            }
        }

        return null;
    }

    private static string[] Fields(JsonElement fields) => [.. fields.EnumerateArray().SelectMany(field => field.Text("name")!.Split('|'))];
}
