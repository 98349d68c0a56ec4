using System.Text;
using Kmip.FakeAws.Hosting;
using Microsoft.AspNetCore.Http;

namespace Kmip.FakeAws.Faults;

/// <summary>Plays a fault on a connection. Bodies carry <see cref="FakeAwsServer.VendorText"/>, which no client may repeat.</summary>
internal static class FaultAnswers
{
    private const int Oversized = 4 * 1024 * 1024;

    public static async Task PlayAsync(HttpContext context, string service, Fault fault)
    {
        HttpResponse response = context.Response;
        if (fault.RetryAfter is not null)
        {
            response.Headers.RetryAfter = fault.RetryAfter;
        }

        switch (fault.Kind)
        {
            case FaultKind.Error:
                await Answers.ErrorAsync(context, fault.AsXml ? "sts" : service, fault.Status, fault.Code!);
                break;
            case FaultKind.Reset:
                context.Abort();
                break;
            case FaultKind.PartialBody:
                await StartAsync(response, 200, "application/x-amz-json-1.1", 500, "{\"Plaintext\":\"QUJD");
                context.Abort();
                break;
            case FaultKind.Html:
                string page = $"<html><body>{FakeAwsServer.VendorText}: please sign in</body></html>";
                await StartAsync(response, fault.Status, "text/html", page.Length, page);
                break;
            case FaultKind.TruncatedJson:
                await StartAsync(response, 200, "application/x-amz-json-1.1", 19, "{\"Plaintext\":\"QUJD\"");
                break;
            case FaultKind.OversizedBody:
                await StartAsync(response, 200, "application/x-amz-json-1.1", Oversized, "{\"Plaintext\":\"");
                await response.Body.WriteAsync(Encoding.ASCII.GetBytes(new string('A', Oversized - 14)), context.RequestAborted);
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
        await StartAsync(context.Response, 200, "application/x-amz-json-1.1", 1000, "{");
        for (int i = 1; i < 1000; i++)
        {
            await Task.Delay(100, context.RequestAborted);
            await context.Response.WriteAsync(" ", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
