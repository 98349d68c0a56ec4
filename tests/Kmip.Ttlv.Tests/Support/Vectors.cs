using System.Text.Json;
using Kmip.TestSupport;

namespace Kmip.Ttlv.Tests.Support;

/// <summary>The byte vectors of the shared data.</summary>
internal static class Vectors
{
    /// <summary>Well-formed bytes. Kind: request, response, item or items.</summary>
    public static IReadOnlyList<(string Name, string Kind, byte[] Bytes)> Valid => ValidRows.Value;

    /// <summary>Bad bytes, with the level at which they are to be refused.</summary>
    public static IReadOnlyList<(string Name, string Level, byte[] Bytes)> Invalid => InvalidRows.Value;

    /// <summary>The vectors that are whole messages.</summary>
    public static IEnumerable<(string Name, string Kind, byte[] Bytes)> Messages => Valid.Where(v => v.Kind is "request" or "response");

    public static KmipTag TagOfKind(string kind) => kind == "request" ? KmipTag.RequestMessage : KmipTag.ResponseMessage;

    private static readonly Lazy<IReadOnlyList<(string, string, byte[])>> ValidRows = new(() => Read("ttlv_vectors.jsonl", "kind"));
    private static readonly Lazy<IReadOnlyList<(string, string, byte[])>> InvalidRows = new(() => Read("ttlv_invalid.jsonl", "level"));

    private static List<(string, string, byte[])> Read(string file, string category)
    {
        List<(string, string, byte[])> rows = [];
        foreach (string line in File.ReadLines(SharedData.Kmip(file)))
        {
            using JsonDocument row = JsonDocument.Parse(line);
            JsonElement root = row.RootElement;
            rows.Add((Text(root, "name"), Text(root, category), Convert.FromHexString(Text(root, "hex"))));
        }

        return rows;
    }

    private static string Text(JsonElement row, string property) => row.GetProperty(property).GetString()!;
}
