using System.Text.Json.Nodes;
using Kmip.FakeGcp.Faults;
using Kmip.FakeGcp.Kms;
using Microsoft.AspNetCore.Http;

namespace Kmip.FakeGcp.Hosting;

/// <summary>
/// Steers a fake that runs as another process: <c>POST /_control/account</c>, <c>key</c>, <c>state</c>, <c>fault</c>, <c>clear</c>, <c>clock</c> and
/// <c>GET /_control/requests</c>, each with a small JSON object. Loopback only, as the whole fake.
/// </summary>
internal static class FakeGcpControl
{
    public static async Task HandleAsync(HttpContext context, FakeGcpServer server)
    {
        JsonObject input = context.Request.ContentLength is > 0
            ? (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject()
            : [];
        JsonObject? answer = context.Request.Path.Value switch
        {
            "/_control/account" => JsonNode.Parse(server.Tokens.CreateAccount((string)input["name"]!, Strings(input["allowed"])).KeyJson())!.AsObject(),
            "/_control/key" => new JsonObject { ["name"] = server.Kms.CreateKey((string)input["name"]!, (string?)input["algorithm"] ?? FakeKey.Symmetric).Name },
            "/_control/state" => State(server, input),
            "/_control/fault" => AddFault(server, input),
            "/_control/clear" => Clear(server),
            "/_control/clock" => Clock(server, input),
            "/_control/requests" => new JsonObject { ["items"] = new JsonArray([.. server.Requests.Select(r => (JsonNode)$"{r.Service}:{r.Path}")]) },
            _ => null,
        };
        await (answer is null ? Answers.ErrorAsync(context, FakeServiceException.NotFound()) : Answers.JsonAsync(context, answer));
    }

    private static string[] Strings(JsonNode? node) => node is JsonArray array ? [.. array.Select(a => (string)a!)] : [];

    private static JsonObject State(FakeGcpServer server, JsonObject input)
    {
        server.Kms.Find((string)input["name"]!).Versions[^1].State = (string)input["state"]!;
        return [];
    }

    private static JsonObject AddFault(FakeGcpServer server, JsonObject input)
    {
        server.Faults.Add(new Fault(Enum.Parse<FaultKind>((string)input["kind"]!))
        {
            Count = (int?)input["count"] ?? -1,
            Service = (string?)input["service"],
            Status = (int?)input["status"] ?? 400,
            Code = (string?)input["code"],
            KeyState = (string?)input["keyState"],
            Reason = (string?)input["reason"],
            RetryAfter = (string?)input["retryAfter"],
            Location = (string?)input["location"],
        });
        return [];
    }

    private static JsonObject Clear(FakeGcpServer server)
    {
        server.Faults.Clear();
        server.Requests.Clear();
        return [];
    }

    private static JsonObject Clock(FakeGcpServer server, JsonObject input)
    {
        server.ClockOffset = TimeSpan.FromSeconds((double)input["offsetSeconds"]!);
        return [];
    }
}
