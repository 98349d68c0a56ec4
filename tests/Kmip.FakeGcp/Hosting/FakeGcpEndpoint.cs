using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kmip.FakeGcp.Faults;
using Kmip.FakeGcp.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Kmip.FakeGcp.Hosting;

/// <summary>Takes a request apart: which service, fault or not, token, permission, answer.</summary>
internal sealed class FakeGcpEndpoint(FakeGcpServer server)
{
    public async Task HandleAsync(HttpContext context)
    {
        string path = Uri.UnescapeDataString(context.Request.Path.Value!);
        if (path.StartsWith("/_control/", StringComparison.Ordinal))
        {
            await FakeGcpControl.HandleAsync(context, server);
            return;
        }

        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        string body = Encoding.UTF8.GetString(buffer.ToArray());
        string service = ServiceOf(path);
        string authorization = context.Request.Headers.Authorization.ToString();
        server.Requests.Enqueue(new RecordedRequest(service, path, authorization, context.Request.Headers["x-goog-user-project"], body));
        context.Response.Headers.Date = server.Now.ToString("R");
        Fault? fault = server.Faults.Take(service);
        if (fault is not null && !FaultAnswers.IsSpoiler(fault))
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
            await Answers.JsonAsync(context, fault is null ? answer : FaultAnswers.Spoil(answer, fault));
        }
        catch (FakeServiceException e)
        {
            await Answers.ErrorAsync(context, e);
        }
        catch (JsonException)
        {
            await Answers.ErrorAsync(context, FakeServiceException.Invalid());
        }
    }

    private static string ServiceOf(string path) => path switch
    {
        "/token" or "/o/oauth2/token" or "/oauth2/v4/token" => "token",
        "/v1/token" => "sts",
        _ when path.StartsWith("/computeMetadata/", StringComparison.Ordinal) => "metadata",
        _ when path.StartsWith("/v1/projects/-/serviceAccounts/", StringComparison.Ordinal) => "iam",
        _ when path.StartsWith("/v1/projects/", StringComparison.Ordinal) => "kms",
        _ => "other",
    };

    private JsonObject Answer(HttpContext context, string service, string path, string body)
    {
        switch (service)
        {
            case "token":
                return server.Tokens.Grant(Form(body));
            case "sts":
                return server.Tokens.Exchange(Form(body));
            case "iam":
                return server.Tokens.Impersonate(Bearer(context), path, Json(body));
            case "metadata":
                context.Response.Headers["Metadata-Flavor"] = "Google";
                return context.Request.Headers["Metadata-Flavor"] == "Google" ? server.Tokens.Metadata(path) : throw new FakeServiceException("PERMISSION_DENIED", 403);
            case "kms":
                FakeServiceAccount caller = Bearer(context);
                int colon = path.LastIndexOf(':');
                string name = path["/v1/".Length..(colon < 0 ? path.Length : colon)];
                string method = colon < 0 ? "get" : path[(colon + 1)..];
                return caller.May(method) ? server.Kms.Handle(name, method, Json(body)) : throw new FakeServiceException("PERMISSION_DENIED", 403) { Reason = "IAM_PERMISSION_DENIED" };
            default:
                throw FakeServiceException.NotFound();
        }
    }

    private FakeServiceAccount Bearer(HttpContext context)
    {
        string header = context.Request.Headers.Authorization.ToString();
        const string Scheme = "Bearer ";
        return header.StartsWith(Scheme, StringComparison.Ordinal) && server.Tokens.Find(header[Scheme.Length..]) is { } account
            ? account
            : throw new FakeServiceException("UNAUTHENTICATED", 401) { Reason = "ACCESS_TOKEN_EXPIRED" };
    }

    private static JsonObject Json(string body) => body.Length == 0 ? [] : JsonNode.Parse(body) as JsonObject ?? throw FakeServiceException.Invalid();

    private static Dictionary<string, string> Form(string body) => QueryHelpers.ParseQuery(body).ToDictionary(p => p.Key, p => p.Value.ToString());
}
