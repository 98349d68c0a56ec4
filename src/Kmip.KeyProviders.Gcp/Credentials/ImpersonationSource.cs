using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Kmip.KeyProviders.Gcp;

/// <summary>Tokens of another service account, from IAM Credentials with the token of another source.</summary>
internal sealed class ImpersonationSource(ITokenSource inner, string account, string scope, GcpTransport transport, TimeProvider time) : ITokenSource, IDisposable
{
    private readonly TokenCache _inner = new(inner, time);

    public async ValueTask<AccessToken> ObtainAsync(AccessToken? refused, CancellationToken cancellationToken)
    {
        AccessToken token = await _inner.GetAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ImpersonateAsync(token, cancellationToken).ConfigureAwait(false);
        }
        catch (KeyProviderException e) when (e.Error == KeyProviderError.CredentialsRejected)
        {
            // The credentials behind the account may have been replaced meanwhile; if not, the refusal stands.
            if (!await _inner.RefreshAsync(token, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            return await ImpersonateAsync(await _inner.GetAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _inner.Dispose();

    private async ValueTask<AccessToken> ImpersonateAsync(AccessToken token, CancellationToken cancellationToken)
    {
        string address = $"https://{GcpHosts.IamHost}/v1/projects/-/serviceAccounts/{account}:generateAccessToken";
        string body = $$"""{"scope":["{{scope}}"],"lifetime":"3600s"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        using HttpResponseMessage response = await transport.Credentials.SendAsync(request, cancellationToken).ConfigureAwait(false);
        using JsonDocument answer = await TokenRequests.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return TokenAnswer.ReadIam(answer.RootElement, time.GetUtcNow());
    }
}
