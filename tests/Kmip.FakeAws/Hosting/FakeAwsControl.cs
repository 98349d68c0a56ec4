using System.Text.Json.Nodes;
using Kmip.FakeAws.Faults;
using Kmip.FakeAws.Kms;
using Kmip.FakeAws.Signing;
using Kmip.FakeAws.Sts;
using Microsoft.AspNetCore.Http;

namespace Kmip.FakeAws.Hosting;

/// <summary>
/// Steers a fake that runs as another process: <c>POST /_control/user</c>, <c>key</c>, <c>role</c>, <c>fault</c>, <c>clear</c>, <c>clock</c> and
/// <c>GET /_control/requests</c>, each with a small JSON object. Loopback only, as the whole fake.
/// </summary>
internal static class FakeAwsControl
{
    public static async Task HandleAsync(HttpContext context, FakeAwsServer server)
    {
        JsonObject input = context.Request.ContentLength is > 0
            ? (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject()
            : [];
        JsonNode? answer = context.Request.Path.Value switch
        {
            "/_control/user" => User(server, input),
            "/_control/key" => Key(server.Kms.CreateKey((string?)input["usage"] ?? "ENCRYPT_DECRYPT", (string?)input["alias"])),
            "/_control/role" => Role(server, input),
            "/_control/fault" => AddFault(server, input),
            "/_control/clear" => Clear(server),
            "/_control/clock" => Clock(server, input),
            "/_control/requests" => new JsonArray([.. server.Requests.Select(r => (JsonNode)$"{r.Service}:{r.Operation}")]),
            _ => null,
        };
        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await Answers.JsonAsync(context, answer as JsonObject ?? new JsonObject { ["items"] = answer });
    }

    private static JsonObject User(FakeAwsServer server, JsonObject input)
    {
        Principal user = server.CreateUser(input["allowed"] is JsonArray allowed ? [.. allowed.Select(a => (string)a!)] : []);
        return new JsonObject { ["accessKeyId"] = user.AccessKeyId, ["secretAccessKey"] = user.SecretAccessKey };
    }

    private static JsonObject Key(FakeKey key) => new() { ["keyId"] = key.Id, ["arn"] = key.Arn };

    private static JsonObject Role(FakeAwsServer server, JsonObject input)
    {
        FakeRole role = server.Sts.Add(new FakeRole
        {
            Arn = (string?)input["arn"] ?? "arn:aws:iam::111122223333:role/unwrapper",
            ExternalId = (string?)input["externalId"],
            WebIdentityToken = (string?)input["webIdentityToken"],
        });
        return new JsonObject { ["arn"] = role.Arn };
    }

    private static JsonObject AddFault(FakeAwsServer server, JsonObject input)
    {
        server.Faults.Add(new Fault(Enum.Parse<FaultKind>((string)input["kind"]!))
        {
            Count = (int?)input["count"] ?? -1,
            Service = (string?)input["service"],
            Status = (int?)input["status"] ?? 400,
            Code = (string?)input["code"],
            AsXml = (bool?)input["asXml"] ?? false,
            RetryAfter = (string?)input["retryAfter"],
            Location = (string?)input["location"],
        });
        return [];
    }

    private static JsonObject Clear(FakeAwsServer server)
    {
        server.Faults.Clear();
        server.Requests.Clear();
        return [];
    }

    private static JsonObject Clock(FakeAwsServer server, JsonObject input)
    {
        server.ClockOffset = TimeSpan.FromSeconds((double)input["offsetSeconds"]!);
        return [];
    }
}
