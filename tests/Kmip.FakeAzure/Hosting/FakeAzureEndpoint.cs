using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kmip.FakeAzure.Faults;
using Kmip.FakeAzure.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Kmip.FakeAzure.Hosting;

/// <summary>Takes a request apart: which service, fault or not, token, permission, answer.</summary>
internal sealed class FakeAzureEndpoint(FakeAzureServer server)
{
    private const string TokenPath = "/oauth2/v2.0/token";

    public async Task HandleAsync(HttpContext context)
    {
        string path = Uri.UnescapeDataString(context.Request.Path.Value!);
        if (path.StartsWith("/_control/", StringComparison.Ordinal))
        {
            await FakeAzureControl.HandleAsync(context, server);
            return;
        }

        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        string body = Encoding.UTF8.GetString(buffer.ToArray());
        string service = ServiceOf(path);
        server.Requests.Enqueue(new RecordedRequest(service, path, context.Request.QueryString.Value ?? string.Empty, context.Request.Headers.Authorization.ToString(), body));
        context.Response.Headers.Date = server.Now.ToString("R");

        // A request without a token only learns which token is wanted: faults are for those that count.
        bool isChallenge = service == "vault" && context.Request.Headers.Authorization.Count == 0;
        Fault? fault = server.Faults.Take(isChallenge ? "challenge" : service);
        if (fault is not null && fault.Kind != FaultKind.OtherKey)
        {
            try
            {
                await FaultAnswers.PlayAsync(context, fault);
            }
            catch (OperationCanceledException)
            {
                // The client gave up, which is what slow and silent faults wait for.
            }

            return;
        }

        try
        {
            JsonObject answer = Answer(context, service, path, body);
            await Answers.JsonAsync(context, fault is null ? answer : FaultAnswers.NameAnother(answer));
        }
        catch (FakeServiceException e)
        {
            await Answers.ErrorAsync(context, e);
        }
        catch (JsonException)
        {
            await Answers.ErrorAsync(context, FakeServiceException.BadParameter());
        }
    }

    private static string ServiceOf(string path) => path switch
    {
        _ when path.EndsWith(TokenPath, StringComparison.Ordinal) => "token",
        _ when path.StartsWith("/metadata/identity/", StringComparison.Ordinal) => "machine",
        _ when path.StartsWith("/keys/", StringComparison.Ordinal) => "vault",
        _ => "other",
    };

    private JsonObject Answer(HttpContext context, string service, string path, string body)
    {
        switch (service)
        {
            case "token":
                return server.Entra.Grant(path[1..^TokenPath.Length], QueryHelpers.ParseQuery(body).ToDictionary(p => p.Key, p => p.Value.ToString()));
            case "machine":
                return context.Request.Headers["Metadata"] == "true" && path == "/metadata/identity/oauth2/token"
                    ? server.Entra.Machine(context.Request.Query.ToDictionary(p => p.Key, p => p.Value.ToString()))
                    : throw FakeServiceException.Entra("invalid_request", 0, 400);
            case "vault":
                IssuedToken token = server.Vault.Authorize(context.Request.Headers.Authorization.ToString());
                if (context.Request.Query["api-version"].Count != 1)
                {
                    throw FakeServiceException.BadParameter();
                }

                string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
                string operation = HttpMethods.IsGet(context.Request.Method) ? "get" : parts[^1];
                string? version = (operation == "get" ? parts.Length > 2 : parts.Length > 3) ? parts[2] : null;
                return token.Application.May(operation)
                    ? server.Vault.Handle(parts[1], version, operation, Json(body))
                    : throw FakeServiceException.Forbidden("ForbiddenByRbac");
            default:
                throw FakeServiceException.NotFound();
        }
    }

    private static JsonObject Json(string body) => body.Length == 0 ? [] : JsonNode.Parse(body) as JsonObject ?? throw FakeServiceException.BadParameter();
}
