using System.Buffers;
using System.Net;
using System.Security.Cryptography;

namespace Kmip.KeyProviders.Http;

/// <summary>
/// Sees every answer of a key service before anything else does. It reads the whole body within a limit, refuses redirects, lets the derived
/// class judge, and turns what is no good answer into a <see cref="KeyProviderException"/> in our words, so that no text of whatever answered
/// gets any further. What passes is a copy that is zeroed when it is disposed.
/// </summary>
/// <remarks>
/// A body that arrives slowly is ended by the token of the call: the <see cref="RetryExecutor"/> sets the time. Retries are not made here.
/// </remarks>
/// <param name="service">The service as it is named to people, such as <c>AWS KMS</c>.</param>
/// <param name="inner">The handler that sends, normally from <see cref="KeyServiceSockets"/>.</param>
public abstract class KeyServiceGuard(string service, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>
    /// The longest answer in bytes. The largest honest one (a wrapped or unwrapped key, a token) has some 10 KB; more is meant to fill memory.
    /// </summary>
    public const int MaximumAnswerLength = 64 * 1024;

    /// <summary>The service as it is named to people.</summary>
    protected string Service => service;

    /// <summary>Judges a whole answer that is no redirect.</summary>
    /// <param name="response">Status and headers. The body is <paramref name="body"/>; the content of the response must not be read.</param>
    /// <param name="body">At most <see cref="MaximumAnswerLength"/> bytes, which may be secret and are zeroed after this call.</param>
    /// <returns>Null to let the answer pass, else the failure that is thrown in its place.</returns>
    protected abstract KeyProviderException? Judge(HttpResponseMessage response, ReadOnlyMemory<byte> body);

    /// <summary>Sends the request and checks the answer.</summary>
    /// <exception cref="KeyProviderException">There was no answer, or <see cref="Judge"/> refused it.</exception>
    protected sealed override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw KeyServiceFailures.Connection(service, e.HttpRequestError);
        }

        bool passed = false;
        try
        {
            await ReplaceContentAsync(response, cancellationToken).ConfigureAwait(false);
            passed = true;
            return response;
        }
        finally
        {
            if (!passed)
            {
                response.Dispose();
            }
        }
    }

    /// <summary>Not offered: a synchronous call would hold a thread for as long as the service likes.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    protected sealed override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Key services are called asynchronously.");

    private async ValueTask ReplaceContentAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using HttpContent original = response.Content;
        if (response.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest)
        {
            throw KeyServiceFailures.Redirected(service);
        }

        byte[] body = ArrayPool<byte>.Shared.Rent(MaximumAnswerLength + 1);
        try
        {
            int length = await ReadAsync(original, body, cancellationToken).ConfigureAwait(false);
            ReadOnlyMemory<byte> answer = body.AsMemory(0, length);
            if (Judge(response, answer) is { } failure)
            {
                throw failure;
            }

            response.Content = new ZeroedContent(answer.ToArray(), original.Headers.ContentType);
        }
        finally
        {
            // Whole, since a read that failed half-way left bytes too.
            CryptographicOperations.ZeroMemory(body);
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private async ValueTask<int> ReadAsync(HttpContent content, byte[] body, CancellationToken cancellationToken)
    {
        const int Enough = MaximumAnswerLength + 1;
        if (content.Headers.ContentLength > MaximumAnswerLength)
        {
            throw KeyServiceFailures.TooLong(service);
        }

        try
        {
            Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            int length = await stream.ReadAtLeastAsync(body.AsMemory(0, Enough), Enough, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return length <= MaximumAnswerLength ? length : throw KeyServiceFailures.TooLong(service);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw KeyServiceFailures.BrokenOff(service);
        }
    }
}
