using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Kmip.FakeGcp.Hosting;

/// <summary>Writes answers in the forms of Google's services.</summary>
internal static class Answers
{
    public static async Task JsonAsync(HttpContext context, JsonObject body, int status = 200)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>An error with a message that repeats what a careless client would log.</summary>
    public static Task ErrorAsync(HttpContext context, FakeServiceException e)
    {
        string message = $"{FakeGcpServer.VendorText}: {context.Request.Headers.Authorization}";
        if (char.IsAsciiLetterLower(e.Code[0]))
        {
            return JsonAsync(context, new JsonObject { ["error"] = e.Code, ["error_description"] = message }, e.Status);
        }

        var details = new JsonArray();
        if (e.KeyState is { } state)
        {
            message = $"projects/DESTROYED-things/cryptoKeyVersions/1 is not enabled, current state is: {state}. {message}";
            details.Add(new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.PreconditionFailure",
                ["violations"] = new JsonArray(new JsonObject { ["type"] = "KEY_" + state, ["subject"] = "projects/p/cryptoKeyVersions/1" }),
            });
        }

        if (e.Reason is { } reason)
        {
            details.Add(new JsonObject { ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo", ["reason"] = reason, ["domain"] = "googleapis.com" });
        }

        var error = new JsonObject { ["code"] = e.Status, ["message"] = message, ["status"] = e.Code };
        if (details.Count > 0)
        {
            error["details"] = details;
        }

        return JsonAsync(context, new JsonObject { ["error"] = error }, e.Status);
    }
}
