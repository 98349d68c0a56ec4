using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Kmip.FakeAzure.Hosting;

/// <summary>Writes answers in the forms of Azure's services.</summary>
internal static class Answers
{
    public static async Task JsonAsync(HttpContext context, JsonObject body, int status = 200)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>An error with a message that repeats what a careless client would log.</summary>
    public static Task ErrorAsync(HttpContext context, FakeServiceException e)
    {
        string message = $"{FakeAzureServer.VendorText}: {context.Request.Headers.Authorization}";
        if (e.Challenge is not null)
        {
            context.Response.Headers.WWWAuthenticate = e.Challenge;
        }

        if (char.IsAsciiLetterLower(e.Code[0]))
        {
            var oauth = new JsonObject { ["error"] = e.Code, ["error_description"] = $"AADSTS{e.Number}: {message}" };
            if (e.Number > 0)
            {
                oauth["error_codes"] = new JsonArray(e.Number);
            }

            return JsonAsync(context, oauth, e.Status);
        }

        var error = new JsonObject { ["code"] = e.Code, ["message"] = message };
        if (e.Inner is not null)
        {
            error["innererror"] = new JsonObject { ["code"] = e.Inner };
        }

        return JsonAsync(context, new JsonObject { ["error"] = error }, e.Status);
    }
}
