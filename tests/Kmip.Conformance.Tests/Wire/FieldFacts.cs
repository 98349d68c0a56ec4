using System.Text.Json;
using Kmip.Protocol;
using Kmip.TestSupport;

namespace Kmip.Conformance.Tests.Wire;

/// <summary>
/// Which fields a structure has in each version and in which order, from the shared facts and not from this project's own specification data:
/// finds an item or a value that was sent to a client whose version does not define it.
/// </summary>
internal sealed class FieldFacts
{
    private readonly JsonElement _structures;
    private readonly JsonElement _payloads;
    private readonly JsonElement _messages;
    private readonly VersionFacts _facts;

    private FieldFacts(JsonElement structures, VersionFacts facts)
    {
        _structures = structures.GetProperty("structures");
        _payloads = structures.GetProperty("payloads");
        _messages = structures.GetProperty("messages");
        _facts = facts;
    }

    public static FieldFacts Load() => new(Read("kmip-structures.json"), new VersionFacts(Read("kmip-registry.json")));

    /// <summary>Items and values of a response that its version does not have there, or has in another place.</summary>
    public List<string> FaultsOf(WireItem message)
    {
        WireItem version = message.Find(Tags.ResponseHeader, Tags.ProtocolVersion)!;
        string number = $"{version.Find(Tags.ProtocolVersionMajor)!.Number}.{version.Find(Tags.ProtocolVersionMinor)!.Number}";
        List<string> faults = [];
        new Walk(this, number, faults).Check(message, _facts.NameOf(message.Tag), string.Empty);
        return faults;
    }

    private List<string>? FieldsOf(WireItem item, string name, string version, string operation)
    {
        JsonElement fields;
        if (item.Tag == Tags.ResponsePayload)
        {
            return TryFind(_payloads, out fields, operation, "response", version) ? NamesIn(fields) : null;
        }

        if (TryFind(_messages, out fields, item.Tag == Tags.BatchItem ? "ResponseBatchItem" : name, version))
        {
            return NamesIn(fields);
        }

        // Several tables: the forms of Key Material, of which each field belongs to one.
        return TryFind(_structures, out fields, name, version)
            ? [.. fields.EnumerateArray().SelectMany(table => NamesIn(table.GetProperty("fields")))]
            : null;
    }

    private static List<string> NamesIn(JsonElement fields) => [.. fields.EnumerateArray().Select(field => field.GetProperty("name").GetString()!)];

    private static bool TryFind(JsonElement element, out JsonElement found, params ReadOnlySpan<string> path)
    {
        found = element;
        foreach (string name in path)
        {
            if (!found.TryGetProperty(name, out found))
            {
                return false;
            }
        }

        return found.GetArrayLength() > 0;
    }

    private static JsonElement Read(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedData.Kmip(name)));
        return document.RootElement.Clone();
    }

    /// <summary>One message.</summary>
    private sealed class Walk(FieldFacts owner, string version, List<string> faults)
    {
        private readonly VersionFacts _facts = owner._facts;

        public void Check(WireItem item, string name, string operation)
        {
            if (item.Type == WireType.Enumeration && !_facts.HasValue(name, item.Number, version))
            {
                Add($"{name} {item.Describe()}");
            }

            if (item.Type != WireType.Structure)
            {
                return;
            }

            List<string>? fields = owner.FieldsOf(item, name, version, operation);
            if (fields is null)
            {
                Add($"structure {name}");
                return;
            }

            int last = 0;
            foreach (WireItem child in item.Children)
            {
                string childName = _facts.NameOf(child.Tag);
                int place = fields.FindIndex(field => field == childName || StandsFor(field, childName));
                if (place < 0)
                {
                    Add($"{name}/{childName}");
                }
                else if (place < last)
                {
                    faults.Add($"has {name}/{childName} out of order");
                }

                last = Math.Max(place, last);
                CheckChild(item, child, childName, operation);
            }
        }

        private void CheckChild(WireItem item, WireItem child, string name, string operation)
        {
            bool isAttributeName = child.Tag == Tags.AttributeName && version[0] == '1';
            if (isAttributeName && !_facts.HasAttribute(child.Text, version))
            {
                Add($"attribute {child.Text}");
            }

            if (child is { Tag: Tags.AttributeReference, Type: WireType.Enumeration } && !_facts.HasAttribute(_facts.NameOf(child.Number), version))
            {
                Add($"attribute {_facts.NameOf(child.Number)}");
            }

            if (child.Tag == Tags.AttributeValue && item.Find(Tags.AttributeName)?.Text is { } attribute)
            {
                name = attribute.Replace(" ", string.Empty, StringComparison.Ordinal);
            }

            if (item.Tag == Tags.BatchItem && item.Find(Tags.Operation) is { } number)
            {
                operation = OperationNames.GetName((Operation)number.Number) ?? string.Empty;
            }

            // A failed item says the operation of the request again, whatever that is.
            bool isEcho = item.Tag == Tags.BatchItem && child.Tag == Tags.Operation && item.Find(Tags.ResultStatus)?.Number != 0;
            if (!isEcho)
            {
                Check(child, name, operation);
            }
        }

        private bool StandsFor(string field, string name) => field switch
        {
            "$Object" => _facts.IsObject(name),
            "$Attribute" => name == "Attribute" || _facts.HasAttribute(name, version),
            _ => false,
        };

        private void Add(string what) => faults.Add($"has {what}, which KMIP {version} does not define there");
    }
}
