using System.Text.Json.Nodes;
using Kmip.FakeAzure.Faults;
using Kmip.FakeAzure.Tokens;
using Kmip.FakeAzure.Vault;
using Microsoft.AspNetCore.Http;

namespace Kmip.FakeAzure.Hosting;

/// <summary>
/// Steers a fake that runs as another process: <c>POST /_control/application</c>, <c>key</c>, <c>state</c>, <c>fault</c>, <c>clear</c>, <c>clock</c> and
/// <c>GET /_control/requests</c>, each with a small JSON object. Loopback only, as the whole fake.
/// </summary>
internal static class FakeAzureControl
{
    public static async Task HandleAsync(HttpContext context, FakeAzureServer server)
    {
        JsonObject input = context.Request.ContentLength is > 0
            ? (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject()
            : [];
        JsonObject? answer = context.Request.Path.Value switch
        {
            "/_control/application" => Application(server, input),
            "/_control/key" => new JsonObject { ["id"] = server.Vault.CreateKey((string)input["name"]!, (string?)input["type"] ?? FakeKey.Rsa).Id },
            "/_control/state" => State(server, input),
            "/_control/fault" => AddFault(server, input),
            "/_control/clear" => Clear(server),
            "/_control/clock" => Clock(server, input),
            "/_control/requests" => new JsonObject { ["items"] = new JsonArray([.. server.Requests.Select(r => (JsonNode)$"{r.Service}:{r.Path}")]) },
            _ => null,
        };
        await (answer is null ? Answers.ErrorAsync(context, FakeServiceException.NotFound()) : Answers.JsonAsync(context, answer));
    }

    private static JsonObject Application(FakeAzureServer server, JsonObject input)
    {
        string[] allowed = input["allowed"] is JsonArray array ? [.. array.Select(a => (string)a!)] : [];
        FakeApplication application = server.Entra.CreateApplication(allowed);
        return new JsonObject { ["tenant"] = server.Entra.Tenant, ["clientId"] = application.ClientId, ["secret"] = application.Secret };
    }

    private static JsonObject State(FakeAzureServer server, JsonObject input)
    {
        server.Vault.Find((string)input["name"]!).IsEnabled = (bool)input["enabled"]!;
        return [];
    }

    private static JsonObject AddFault(FakeAzureServer server, JsonObject input)
    {
        server.Faults.Add(new Fault(Enum.Parse<FaultKind>((string)input["kind"]!))
        {
            Count = (int?)input["count"] ?? -1,
            Service = (string?)input["service"] ?? "vault",
            Status = (int?)input["status"] ?? 400,
            Code = (string?)input["code"],
            Inner = (string?)input["inner"],
            RetryAfter = (string?)input["retryAfter"],
            Location = (string?)input["location"],
            Challenge = (string?)input["challenge"],
        });
        return [];
    }

    private static JsonObject Clear(FakeAzureServer server)
    {
        server.Faults.Clear();
        server.Requests.Clear();
        return [];
    }

    private static JsonObject Clock(FakeAzureServer server, JsonObject input)
    {
        server.ClockOffset = TimeSpan.FromSeconds((double)input["offsetSeconds"]!);
        return [];
    }
}
