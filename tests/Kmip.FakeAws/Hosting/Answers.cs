using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Kmip.FakeAws.Signing;
using Microsoft.AspNetCore.Http;

namespace Kmip.FakeAws.Hosting;

/// <summary>Writes answers in the form of each service.</summary>
internal static class Answers
{
    private static readonly XNamespace StsErrors = "https://sts.amazonaws.com/doc/2011-06-15/";

    public static Task JsonAsync(HttpContext context, JsonObject body, int status = 200) =>
        WriteAsync(context, status, "application/x-amz-json-1.1", body.ToJsonString());

    public static Task XmlAsync(HttpContext context, XElement body, int status = 200) =>
        WriteAsync(context, status, "text/xml", body.ToString(SaveOptions.DisableFormatting));

    /// <summary>An error with a message that repeats what a careless client would log.</summary>
    public static Task ErrorAsync(HttpContext context, string service, int status, string code)
    {
        string message = $"{FakeAwsServer.VendorText}: {context.Request.Headers.Authorization} {context.Request.Headers["X-Amz-Security-Token"]}";
        if (service == "kms")
        {
            return JsonAsync(context, new JsonObject { ["__type"] = code, ["message"] = message }, status);
        }

        var error = new XElement(StsErrors + "Error", new XElement(StsErrors + "Type", "Sender"), new XElement(StsErrors + "Code", code), new XElement(StsErrors + "Message", message));
        return XmlAsync(context, new XElement(StsErrors + "ErrorResponse", error, new XElement(StsErrors + "RequestId", Guid.NewGuid().ToString())), status);
    }

    /// <summary>The code and status by which each service refuses a signature.</summary>
    public static Task RefusedAsync(HttpContext context, string service, SignatureProblem problem)
    {
        (string kms, string sts, int stsStatus) = problem switch
        {
            SignatureProblem.Missing => ("MissingAuthenticationTokenException", "MissingAuthenticationToken", 403),
            SignatureProblem.Incomplete => ("IncompleteSignatureException", "IncompleteSignature", 400),
            SignatureProblem.UnknownAccessKey or SignatureProblem.BadToken => ("UnrecognizedClientException", "InvalidClientTokenId", 403),
            SignatureProblem.ExpiredToken => ("ExpiredTokenException", "ExpiredToken", 403),
            _ => ("InvalidSignatureException", "SignatureDoesNotMatch", 403),
        };
        return service == "kms" ? ErrorAsync(context, service, 400, kms) : ErrorAsync(context, service, stsStatus, sts);
    }

    private static async Task WriteAsync(HttpContext context, int status, string type, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
