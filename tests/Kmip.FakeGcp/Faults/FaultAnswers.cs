using System.Text;
using System.Text.Json.Nodes;
using Kmip.FakeGcp.Hosting;
using Microsoft.AspNetCore.Http;

namespace Kmip.FakeGcp.Faults;

/// <summary>Plays a fault on a connection. Bodies carry <see cref="FakeGcpServer.VendorText"/>, which no client may repeat.</summary>
internal static class FaultAnswers
{
    private const int Oversized = 4 * 1024 * 1024;

    /// <summary>True for faults that spoil an answer which is made first.</summary>
    public static bool IsSpoiler(Fault fault) => fault.Kind >= FaultKind.WrongChecksum;

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
                await Answers.ErrorAsync(context, new FakeServiceException(fault.Code!, fault.Status) { KeyState = fault.KeyState, Reason = fault.Reason });
                break;
            case FaultKind.Reset:
                context.Abort();
                break;
            case FaultKind.PartialBody:
                await StartAsync(response, 200, "application/json", 500, "{\"plaintext\":\"QUJD");
                context.Abort();
                break;
            case FaultKind.Html:
                string page = $"<html><body>{FakeGcpServer.VendorText}: please sign in</body></html>";
                await StartAsync(response, fault.Status, "text/html", page.Length, page);
                break;
            case FaultKind.TruncatedJson:
                await StartAsync(response, 200, "application/json", 19, "{\"plaintext\":\"QUJD\"");
                break;
            case FaultKind.OversizedBody:
                response.StatusCode = 200;
                response.ContentType = "application/json";
                await response.Body.WriteAsync(Encoding.ASCII.GetBytes("{\"plaintext\":\"" + new string('A', Oversized)), context.RequestAborted);
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

    public static JsonObject Spoil(JsonObject answer, Fault fault)
    {
        foreach (string name in answer.Select(p => p.Key).ToList())
        {
            switch (fault.Kind)
            {
                case FaultKind.WrongChecksum when name.EndsWith("Crc32c", StringComparison.Ordinal) && !name.StartsWith("verified", StringComparison.Ordinal):
                    answer[name] = "1";
                    break;
                case FaultKind.NoChecksum when name.EndsWith("Crc32c", StringComparison.Ordinal) && !name.StartsWith("verified", StringComparison.Ordinal):
                case FaultKind.NotVerified when name.StartsWith("verified", StringComparison.Ordinal):
                    answer.Remove(name);
                    break;
                case FaultKind.ChangedData when name is "plaintext" or "ciphertext":
                    byte[] data = Convert.FromBase64String((string)answer[name]!);
                    data[0] ^= 1;
                    answer[name] = Convert.ToBase64String(data);
                    break;
            }
        }

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
