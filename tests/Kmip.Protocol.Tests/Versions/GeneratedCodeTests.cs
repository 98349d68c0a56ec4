using System.Reflection;
using System.Text.Json;
using Kmip.Protocol.Tests.Support;
using Kmip.TestSupport;
using Kmip.Ttlv;

namespace Kmip.Protocol.Tests.Versions;

/// <summary>Every generated structure and payload, with all properties set, in every version.</summary>
public sealed class GeneratedCodeTests
{
    // What they contain is not one item for each field of their table.
    private static readonly HashSet<string> WithoutTable =
        ["ObjectDefaults", "ServerInformation", "ProtectionStorageMasks", "OpaqueStructure", "OpaqueCredential", "Template", "RequestBatchItem", "ResponseBatchItem"];

    private static IEnumerable<Type> Types => typeof(Operation).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IKmipStructure).IsAssignableFrom(type))
        .Where(type => type.GetMethod("Decode", BindingFlags.Public | BindingFlags.Static, [typeof(TtlvReader).MakeByRefType(), typeof(KmipVersion)]) is not null)
        .Where(type => type.GetConstructor(Type.EmptyTypes) is not null && !type.Name.EndsWith("BatchItem", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Codec.Versions), MemberType = typeof(Codec))]
    public void What_is_encoded_decodes_to_the_same_bytes(string name)
    {
        KmipVersion version = Codec.Version(name);
        int decoded = 0;
        foreach (Type type in Types)
        {
            byte[] encoded = Codec.Encode(Sample.Of(type, version), version);
            if (Decode(type, encoded, version) is { } again)
            {
                Assert.True(encoded.AsSpan().SequenceEqual(Codec.Encode(again, version)), $"{type.Name} in {version}");
                decoded++;
            }
        }

        Assert.True(decoded > 60, $"{decoded} types");
    }

    [Theory]
    [MemberData(nameof(Codec.Versions), MemberType = typeof(Codec))]
    public void The_items_are_those_of_the_tables_in_their_order(string name)
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        using JsonDocument facts = JsonDocument.Parse(File.ReadAllText(SharedData.Kmip("kmip-structures.json")));
        KmipVersion version = Codec.Version(name);
        int compared = 0;
        foreach (Type type in Types.Where(type => !WithoutTable.Contains(type.Name)))
        {
            if (Table(facts.RootElement, type.Name, name) is { } expected)
            {
                Assert.Equal((type.Name, string.Join(' ', expected)), (type.Name, string.Join(' ', Tags(Codec.Encode(Sample.Of(type, version), version)))));
                compared++;
            }
        }

        Assert.True(compared > 40, $"{compared} types");
    }

    // Null where the version does not have the structure at all.
    private static IKmipStructure? Decode(Type type, byte[] encoded, KmipVersion version)
    {
        MethodInfo method = typeof(Codec).GetMethod(nameof(Codec.DecodeArray))!.MakeGenericMethod(type);
        try
        {
            return (IKmipStructure)method.Invoke(null, [encoded, version])!;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is TtlvException { Error: TtlvError.UnexpectedItem, Tag: null })
        {
            return null;
        }
    }

    private static string[]? Table(JsonElement facts, string type, string version)
    {
        foreach (string side in new[] { "Request", "Response" })
        {
            // Certificate Request is an object, not a payload.
            if (type.EndsWith(side, StringComparison.Ordinal) && facts.GetProperty("payloads").TryGetProperty(type[..^side.Length], out JsonElement operation))
            {
                return operation.GetProperty(side.ToLowerInvariant()).TryGetProperty(version, out JsonElement fields) ? Names(fields) : null;
            }
        }

        if (facts.GetProperty("messages").TryGetProperty(type, out JsonElement message))
        {
            return Names(message.GetProperty(version));
        }

        return facts.GetProperty("structures").TryGetProperty(type, out JsonElement structure) && structure.TryGetProperty(version, out JsonElement tables)
            ? Names(tables[0].GetProperty("fields"))
            : null;
    }

    private static string[] Names(JsonElement fields) =>
        [.. fields.EnumerateArray().Select(field => field.GetProperty("name").GetString() is { } name && name == "$Object" ? "SymmetricKey" : field.GetProperty("name").GetString()!)];

    private static List<string> Tags(byte[] encoded)
    {
        List<string> tags = [];
        TtlvReader reader = new(encoded);
        while (!reader.IsAtEnd)
        {
            tags.Add(KmipTags.GetName(reader.PeekTag())!);
            reader.Skip();
        }

        return tags;
    }
}
