using System.Text.Json;
using Kmip.TestSupport;

namespace Kmip.Conformance.Tests.Replay;

/// <summary>One recorded request with its recorded response. The line numbers start at 1.</summary>
internal sealed record Exchange(int Line, string Operation, byte[] Request, byte[] Response);

/// <summary>A file of recorded traffic: one JSON object a line, a request always followed by its response.</summary>
internal static class CaptureFile
{
    public static bool IsPresent(string name) => SharedData.IsPresent && File.Exists(SharedData.Beside("captures/" + name));

    public static List<Exchange> Read(string name)
    {
        List<Exchange> exchanges = [];
        string[] lines = File.ReadAllLines(SharedData.Beside("captures/" + name));
        for (int i = 0; i + 1 < lines.Length; i += 2)
        {
            (string operation, string direction, byte[] request) = Parse(lines[i]);
            (_, string answer, byte[] response) = Parse(lines[i + 1]);
            if (direction != "request" || answer != "response")
            {
                throw new FormatException($"{name}, line {i + 1}: a request and its response were expected.");
            }

            exchanges.Add(new Exchange(i + 1, operation, request, response));
        }

        return exchanges;
    }

    private static (string Operation, string Direction, byte[] Message) Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        return (root.GetProperty("op").GetString()!, root.GetProperty("dir").GetString()!, Convert.FromHexString(root.GetProperty("hex").GetString()!));
    }
}
