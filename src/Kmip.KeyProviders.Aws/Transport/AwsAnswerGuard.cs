using System.Buffers;
using System.Net;
using System.Security.Cryptography;

namespace Kmip.KeyProviders.Aws;

/// <summary>
/// Sees every answer before the SDK does. Only a success of bounded size in the service's own format passes; everything else becomes our failure
/// here, so that no text of whatever answered gets any further, and Retry-After and the service's clock are not lost.
/// </summary>
internal sealed class AwsAnswerGuard(AwsService service, TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>The largest honest answer (a wrapped or unwrapped key, a set of credentials) has some 10 KB; more is meant to fill memory.</summary>
    internal const int MaximumAnswerLength = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw AwsFailures.Connection(e.HttpRequestError, service);
        }

        using HttpContent original = response.Content;
        if ((int)response.StatusCode is >= 300 and < 400)
        {
            throw AwsFailures.Redirected(service);
        }

        byte[] body = ArrayPool<byte>.Shared.Rent(MaximumAnswerLength + 1);
        int length = 0;
        try
        {
            length = await ReadAsync(original, body, cancellationToken).ConfigureAwait(false);
            ReadOnlyMemory<byte> answer = body.AsMemory(0, length);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw AwsFailures.FromAnswer(service, response, answer.Span, time.GetUtcNow());
            }

            if (!AwsAnswer.IsWellFormed(service, answer))
            {
                throw AwsFailures.NotAnAnswer(service);
            }

            response.Content = new ZeroedContent(answer.ToArray(), original.Headers);
            return response;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body.AsSpan(0, Math.Max(length, 0)));
            ArrayPool<byte>.Shared.Return(body, clearArray: true);
        }
    }

    private async ValueTask<int> ReadAsync(HttpContent content, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            int length = await stream.ReadAtLeastAsync(body.AsMemory(0, MaximumAnswerLength + 1), MaximumAnswerLength + 1, false, cancellationToken).ConfigureAwait(false);
            return length <= MaximumAnswerLength ? length : throw AwsFailures.TooLong(service);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw AwsFailures.BrokenOff(service);
        }
    }

    /// <summary>A body that is zeroed when the SDK is done with it: it holds an unwrapped key or credentials.</summary>
    private sealed class ZeroedContent : ByteArrayContent
    {
        private readonly byte[] _bytes;

        public ZeroedContent(byte[] bytes, System.Net.Http.Headers.HttpContentHeaders headers)
            : base(bytes)
        {
            _bytes = bytes;
            Headers.ContentType = headers.ContentType;
        }

        protected override void Dispose(bool disposing)
        {
            CryptographicOperations.ZeroMemory(_bytes);
            base.Dispose(disposing);
        }
    }
}
