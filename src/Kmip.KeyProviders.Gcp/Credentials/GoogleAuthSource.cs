using System.Diagnostics.CodeAnalysis;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;

namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// Tokens from Google.Apis.Auth, over our own handlers: its retries and redirects never come to anything, since failures leave the handlers as
/// exceptions of ours. A new credential is made for every token, so nothing stale is kept in the library.
/// </summary>
[RequiresDynamicCode("Google.Apis.Auth reads credentials by reflection.")]
internal sealed class GoogleAuthSource(GcpCredentials? credentials, string? metadataAccount, string scope, GcpTransport transport, TimeProvider time) : ITokenSource
{
    /// <summary>The library does not always say when a token ends; then it is asked again after this time.</summary>
    private static readonly TimeSpan Recheck = TimeSpan.FromMinutes(10);

    public async ValueTask<AccessToken> ObtainAsync(AccessToken? refused, CancellationToken cancellationToken)
    {
        try
        {
            GoogleCredential credential = Create();
            string token = await ((ITokenAccess)credential).GetAccessTokenForRequestAsync(null, cancellationToken).ConfigureAwait(false);
            return AccessToken.IsToken(token) ? new AccessToken(token, EndOf(credential)) : throw GcpFailures.NotAnAnswer(GcpService.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The library wraps a cancellation now and then; the executor must see it as one.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (e is not KeyProviderException)
        {
            throw Translate(e);
        }
    }

    private GoogleCredential Create()
    {
        var http = new GuardedHttp(transport.CredentialHandler(credentials?.SubjectUrl));
        GoogleCredential credential = credentials is null
            ? GoogleCredential.FromComputeCredential(new ComputeCredential(
                new ComputeCredential.Initializer($"{GcpHosts.MetadataAddress}{metadataAccount ?? "default"}/token") { HttpClientFactory = http }))
            : CredentialFactory.FromJson(credentials.Json, credentials.Type).CreateWithHttpClientFactory(http);
        return credential.CreateScoped(scope);
    }

    private DateTimeOffset EndOf(GoogleCredential credential)
    {
        TokenResponse? token = credential.UnderlyingCredential switch
        {
            ServiceCredential service => service.Token,
            UserCredential user => user.Token,
            _ => null,
        };
        return time.GetUtcNow() + (token?.ExpiresInSeconds is { } seconds and > 0 and < 43_200 ? TimeSpan.FromSeconds(seconds) : Recheck);
    }

    /// <summary>The exception itself goes no further: its text may hold answers or parts of the credentials.</summary>
    private static KeyProviderException Translate(Exception e)
    {
        for (Exception? at = e; at is not null; at = at.InnerException)
        {
            if (at is KeyProviderException ours)
            {
                return ours;
            }
        }

        return e is IOException or UnauthorizedAccessException or SubjectTokenException
            ? new KeyProviderException(KeyProviderError.CredentialsMissing, "The subject token that the Google Cloud credentials point to cannot be read.")
            {
                Remedy = "Check the file or address in credential_source.",
            }
            : GcpCredentialChecks.Invalid($"cannot be used (Google's library ended with {e.GetType().Name})");
    }

    /// <summary>Gives the library our handlers, whatever proxy or client it would use by itself.</summary>
    private sealed class GuardedHttp(HttpMessageHandler handler) : HttpClientFactory
    {
        protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) => new Shared(handler);
    }

    /// <summary>The library may dispose its client; the connections stay ours.</summary>
    private sealed class Shared(HttpMessageHandler handler) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _invoker = new(handler, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _invoker.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _invoker.Dispose();
            base.Dispose(disposing);
        }
    }
}
