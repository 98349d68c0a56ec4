using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using Kmip.KeyProviders.Http;
using StsCredentials = Amazon.SecurityToken.Model.Credentials;

namespace Kmip.KeyProviders.Aws;

/// <summary>Runs one call of the SDK and turns whatever comes out of it into our failures.</summary>
internal static class AwsCall
{
    public static async ValueTask<TResponse> RunAsync<TClient, TRequest, TResponse>(
        TClient client,
        Func<TClient, TRequest, CancellationToken, Task<TResponse>> call,
        TRequest request,
        AwsService service,
        CancellationToken cancellationToken)
    {
        try
        {
            return await call(client, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not KeyProviderException && !cancellationToken.IsCancellationRequested)
        {
            throw Translate(e, service);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The SDK wraps a cancellation now and then; the executor must see it as one.
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public static AwsKeys ToKeys(StsCredentials? credentials)
    {
        if (credentials is not { AccessKeyId.Length: > 0, SecretAccessKey.Length: > 0, SessionToken.Length: > 0 })
        {
            throw AwsFailures.NotAnAnswer(AwsService.Sts);
        }

        DateTimeOffset? expires = credentials.Expiration is { } end ? new DateTimeOffset(end.ToUniversalTime()) : null;
        return new AwsKeys(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken, expires);
    }

    /// <summary>Failures below or around HTTP. The exception itself goes no further: its text may hold hosts, bodies or headers.</summary>
    private static KeyProviderException Translate(Exception e, AwsService service)
    {
        for (Exception? at = e; at is not null; at = at.InnerException)
        {
            switch (at)
            {
                case KeyProviderException ours:
                    return ours;
                case HttpRequestException http:
                    return KeyServiceFailures.Connection(AwsFailures.NameOf(service), http.HttpRequestError);
                case JsonException or XmlException or AmazonUnmarshallingException:
                    return AwsFailures.NotAnAnswer(service);
            }
        }

        return e is AmazonClientException or IOException ? AwsFailures.NotAnAnswer(service) : new KeyProviderException(
            KeyProviderError.Unavailable, $"The call to {AwsFailures.NameOf(service)} failed inside the AWS library ({e.GetType().Name}).");
    }
}
