using System.Text;
using System.Text.Json.Nodes;
using Kmip.FakeAzure.Hosting;
using Microsoft.AspNetCore.Http;

namespace Kmip.FakeAzure.Faults;

/// <summary>Plays a fault on a connection. Bodies carry <see cref="FakeAzureServer.VendorText"/>, which no client may repeat.</summary>
internal static class FaultAnswers
{
    private const int Oversized = 4 * 1024 * 1024;

    public static async Task PlayAsync(HttpContext context, Fault fault)
    {
        HttpResponse response = context.Response;
        if (fault.RetryAfter is not null)
        {
            response.Headers.RetryAfter = fault.RetryAfter;
        }

        switch (fault.Kind)
        {
            case FaultKind.Error:
                await Answers.ErrorAsync(context, new FakeServiceException(fault.Code!, fault.Status) { Inner = fault.Inner });
                break;
            case FaultKind.Challenge:
                await Answers.ErrorAsync(context, new FakeServiceException("Unauthorized", 401) { Challenge = fault.Challenge });
                break;
            case FaultKind.Reset:
                context.Abort();
                break;
            case FaultKind.PartialBody:
                await StartAsync(response, 200, "application/json", 500, "{\"value\":\"QUJD");
                context.Abort();
                break;
            case FaultKind.Html:
                string page = $"<html><body>{FakeAzureServer.VendorText}: please sign in</body></html>";
                await StartAsync(response, fault.Status, "text/html", page.Length, page);
                break;
            case FaultKind.TruncatedJson:
                await StartAsync(response, 200, "application/json", 15, "{\"value\":\"QUJD\"");
                break;
            case FaultKind.OversizedBody:
                response.StatusCode = 200;
                response.ContentType = "application/json";
                await response.Body.WriteAsync(Encoding.ASCII.GetBytes("{\"value\":\"" + new string('A', Oversized)), context.RequestAborted);
                break;
            case FaultKind.SlowBody:
                await SlowAsync(context);
                break;
            case FaultKind.Silence:
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            case FaultKind.Redirect:
                response.StatusCode = fault.Status;
                response.Headers.Location = fault.Location;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "unknown");
        }
    }

    /// <summary>The answer with another key's identifier.</summary>
    public static JsonObject NameAnother(JsonObject answer)
    {
        answer["kid"] = "https://other-vault.vault.azure.net/keys/other/00000000000000000000000000000000";
        return answer;
    }

    private static async Task StartAsync(HttpResponse response, int status, string type, long length, string text)
    {
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = length;
        await response.WriteAsync(text);
        await response.Body.FlushAsync();
    }

    private static async Task SlowAsync(HttpContext context)
    {
        await StartAsync(context.Response, 200, "application/json", 1000, "{");
        for (int i = 1; i < 1000; i++)
        {
            await Task.Delay(100, context.RequestAborted);
            await context.Response.WriteAsync(" ", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
