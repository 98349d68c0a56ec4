using System.Text.Json;
using Kmip.TestSupport;

namespace Kmip.Protocol.Tests.Vectors;

/// <summary>A message of the shared data.</summary>
public sealed record MessageRow(string Name, bool IsRequest, byte[] Bytes)
{
    public override string ToString() => Name;
}

/// <summary>Reads the messages of the shared data: byte vectors and captures of real clients.</summary>
internal static class MessageRows
{
    private static readonly string[] Captures =
    [
        "barbican-15.0.1", "libmongoc-1.23.1", "libmongocrypt", "psmdb-mongod", "pykmip-suite-1.0", "pykmip-suite-1.4", "pykmip-suite-2.0", "samples",
    ];

    public static IReadOnlyList<MessageRow> Vectors() =>
    [
        .. Lines(SharedData.Kmip("ttlv_vectors.jsonl"))
            .Where(row => row.GetProperty("kind").GetString() is "request" or "response")
            .Select(row => Row(row.GetProperty("name").GetString()!, row.GetProperty("kind").GetString()!, row)),
    ];

    public static IReadOnlyList<MessageRow> Captured() =>
    [
        .. Captures.SelectMany(file => Lines(SharedData.Beside($"captures/{file}.jsonl"))
            .Select(row => Row($"{row.GetProperty("client").GetString()} {row.GetProperty("version").GetString()} {row.GetProperty("n").GetString()} {row.GetProperty("op").GetString()}", row.GetProperty("dir").GetString()!, row))),
    ];

    public static IEnumerable<JsonElement> Lines(string path) => File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement);

    private static MessageRow Row(string name, string kind, JsonElement row) =>
        new($"{name} {kind}", kind == "request", Convert.FromHexString(row.GetProperty("hex").GetString()!));
}
