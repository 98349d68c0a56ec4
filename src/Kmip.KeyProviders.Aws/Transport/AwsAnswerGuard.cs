using System.Net;
using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Aws;

/// <summary>
/// Sees every answer before the SDK does. Only a success in the service's own format passes; everything else becomes our failure here, so that
/// no text of whatever answered gets any further, and Retry-After and the service's clock are not lost.
/// </summary>
internal sealed class AwsAnswerGuard(AwsService service, TimeProvider time, HttpMessageHandler inner)
    : KeyServiceGuard(AwsFailures.NameOf(service), inner)
{
    protected override KeyProviderException? Judge(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return AwsFailures.FromAnswer(service, response, body.Span, time.GetUtcNow());
        }

        return AwsAnswer.IsWellFormed(service, body) ? null : KeyServiceFailures.NotAnAnswer(Service);
    }
}
