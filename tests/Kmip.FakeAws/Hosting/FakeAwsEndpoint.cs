using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kmip.FakeAws.Faults;
using Kmip.FakeAws.Signing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Kmip.FakeAws.Hosting;

/// <summary>Takes a request apart: which service and operation, fault or not, signature, permission, answer.</summary>
internal sealed class FakeAwsEndpoint(FakeAwsServer server)
{
    private const string KmsTarget = "TrentService.";

    public async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/_control"))
        {
            await FakeAwsControl.HandleAsync(context, server);
            return;
        }

        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        byte[] body = buffer.ToArray();
        string target = context.Request.Headers["X-Amz-Target"].ToString();
        string service = target.StartsWith(KmsTarget, StringComparison.Ordinal) ? "kms" : "sts";
        Dictionary<string, string> form = service == "sts" ? Form(body) : [];
        string operation = service == "kms" ? target[KmsTarget.Length..] : form.GetValueOrDefault("Action", "?");
        _ = Authorization.TryParse(context.Request.Headers.Authorization.ToString(), out Authorization? authorization);
        server.Requests.Enqueue(new RecordedRequest(service, operation, authorization?.AccessKeyId, Encoding.UTF8.GetString(body)));
        context.Response.Headers.Date = server.Now.ToString("R");

        if (server.Faults.Take(service) is { } fault)
        {
            try
            {
                await FaultAnswers.PlayAsync(context, service, fault);
            }
            catch (OperationCanceledException)
            {
                // The client gave up, which is what slow and silent faults wait for.
            }

            return;
        }

        await AnswerAsync(context, service, operation, body, form);
    }

    private async Task AnswerAsync(HttpContext context, string service, string operation, byte[] body, Dictionary<string, string> form)
    {
        if (operation != "AssumeRoleWithWebIdentity")
        {
            (Principal? signer, SignatureProblem? problem) = SigV4Verifier.Verify(
                context.Request, body, server.Region, service, id => server.Principals.GetValueOrDefault(id), server.Now);
            if (signer is null)
            {
                await Answers.RefusedAsync(context, service, problem!.Value);
                return;
            }

            if (!signer.May(service + ":" + operation))
            {
                await Answers.ErrorAsync(context, service, service == "kms" ? 400 : 403, service == "kms" ? "AccessDeniedException" : "AccessDenied");
                return;
            }
        }

        try
        {
            if (service == "kms")
            {
                JsonObject request = JsonNode.Parse(body) as JsonObject ?? throw new FakeServiceException("SerializationException", 400);
                await Answers.JsonAsync(context, server.Kms.Handle(operation, request));
            }
            else
            {
                await Answers.XmlAsync(context, server.Sts.Handle(operation, form, server.Now));
            }
        }
        catch (FakeServiceException e)
        {
            await Answers.ErrorAsync(context, service, e.Status, e.Code);
        }
        catch (JsonException)
        {
            await Answers.ErrorAsync(context, service, 400, "SerializationException");
        }
    }

    private static Dictionary<string, string> Form(byte[] body) =>
        QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)).ToDictionary(p => p.Key, p => p.Value.ToString());
}
