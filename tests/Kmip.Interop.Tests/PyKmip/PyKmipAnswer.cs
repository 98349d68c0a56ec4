using System.Text.Json;

namespace Kmip.Interop.Tests.PyKmip;

/// <summary>What PyKMIP's client made of one answer: a line of <c>client.py</c>.</summary>
internal sealed class PyKmipAnswer(JsonElement json)
{
    public int Session => json.GetProperty("session").GetInt32();

    public string Do => json.GetProperty("do").GetString()!;

    public bool Ok => json.GetProperty("ok").GetBoolean();

    public string Uid => this["uid"];

    /// <summary>The key, in hexadecimal.</summary>
    public string Value => this["value"];

    public string State => this["state"];

    public string Reason => this["reason"];

    public string Message => this["message"];

    /// <summary>How the connection failed; null where there was an answer.</summary>
    public string? Lost => json.TryGetProperty("lost", out JsonElement lost) ? lost.GetString() : null;

    /// <summary>A text of the answer; what else it holds where it is missing.</summary>
    public string this[string name] =>
        json.TryGetProperty(name, out JsonElement value) ? value.GetString()! : throw new InvalidOperationException($"No {name} in {json}");

    /// <summary>A list of texts.</summary>
    public string[] List(string name) => [.. json.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

    /// <summary>Names and values.</summary>
    public Dictionary<string, string> Map(string name) =>
        json.GetProperty(name).EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString()!, StringComparer.Ordinal);

    public override string ToString() => json.ToString();
}
