using System.Globalization;
using System.Text.Json;
using Kmip.Protocol;
using Kmip.TestSupport;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Support;

/// <summary>Which tags, types and enumeration values each version defines, from the tables in spec/ that the code is generated from.</summary>
public static class SpecTables
{
    private static readonly Dictionary<KmipTag, Entry> Tags = ReadTags();
    private static readonly Dictionary<KmipTag, Dictionary<uint, Entry>> Values = ReadValues();

    /// <summary>Everything in a message that its version does not define: empty where all is well.</summary>
    /// <param name="message">A well-formed message.</param>
    /// <param name="version">The version it is to be of.</param>
    /// <param name="echoed">An operation that the client sent and the response must repeat, known or not.</param>
    public static List<string> UndefinedIn(ReadOnlySpan<byte> message, KmipVersion version, Operation? echoed = null)
    {
        List<string> undefined = [];
        var reader = new TtlvReader(message);
        Walk(ref reader, version, echoed, undefined);
        return undefined;
    }

    private static void Walk(ref TtlvReader reader, KmipVersion version, Operation? echoed, List<string> undefined)
    {
        while (reader.TryPeek(out KmipTag tag, out TtlvType type))
        {
            if (!Tags.TryGetValue(tag, out Entry? entry) || !entry.IsIn(version))
            {
                undefined.Add($"{tag}");
            }

            if (type is TtlvType.Structure)
            {
                TtlvReader fields = reader.ReadStructure(tag);
                Walk(ref fields, version, echoed, undefined);
            }
            else if (type is TtlvType.Enumeration)
            {
                uint value = reader.ReadEnumeration(tag);
                bool isEcho = tag is KmipTag.Operation && echoed == (Operation)value;
                if (!isEcho && Values.TryGetValue(tag, out Dictionary<uint, Entry>? values) && !(values.TryGetValue(value, out Entry? known) && known.IsIn(version)))
                {
                    undefined.Add(string.Create(CultureInfo.InvariantCulture, $"{tag} = {value}"));
                }
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static Dictionary<KmipTag, Entry> ReadTags()
    {
        using JsonDocument document = Read("tags.json");
        return document.RootElement.GetProperty("tags").EnumerateArray().ToDictionary(tag => (KmipTag)Number(tag), Entry.Of);
    }

    private static Dictionary<KmipTag, Dictionary<uint, Entry>> ReadValues()
    {
        var all = new Dictionary<KmipTag, Dictionary<uint, Entry>>();
        foreach (string file in Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "spec", "enumerations"), "*.json"))
        {
            using JsonDocument document = Read(Path.Combine("enumerations", Path.GetFileName(file)));
            Dictionary<uint, Entry> values = document.RootElement.GetProperty("values").EnumerateArray().ToDictionary(Number, Entry.Of);
            foreach (JsonElement name in document.RootElement.GetProperty("tags").EnumerateArray())
            {
                Assert.True(KmipTags.TryParse(name.GetString(), out KmipTag tag), name.GetString());
                all[tag] = values;
            }
        }

        // Attributes are referred to by their tags, which are the values of these two.
        all[KmipTag.AttributeReference] = all[KmipTag.Tag] = Tags.ToDictionary(tag => (uint)tag.Key, tag => tag.Value);
        return all;
    }

    private static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.RepositoryRoot, "spec", name)));

    private static uint Number(JsonElement entry) => Convert.ToUInt32(entry.GetProperty("value").GetString(), 16);

    /// <summary>The versions that have something.</summary>
    private sealed record Entry(KmipVersion Since, KmipVersion? Until)
    {
        public bool IsIn(KmipVersion version) => version >= Since && !(Until is { } until && version > until);

        public static Entry Of(JsonElement entry) => new(
            Parse(entry.GetProperty("since").GetString()!), entry.TryGetProperty("until", out JsonElement until) ? Parse(until.GetString()!) : null);

        private static KmipVersion Parse(string text) =>
            new(int.Parse(text[..1], CultureInfo.InvariantCulture), int.Parse(text[2..3], CultureInfo.InvariantCulture));
    }
}
