using System.Net;
using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Azure;

/// <summary>
/// Judges answers of the vault: a JSON object with the status 200 passes, and a 401, whose header the client reads: it says which token is wanted.
/// </summary>
internal sealed class VaultGuard(TimeProvider time, HttpMessageHandler inner) : KeyServiceGuard(AzureFailures.NameOf(AzureService.Vault), inner)
{
    protected override KeyProviderException? Judge(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return AzureJson.IsObject(body.Span) ? null : AzureFailures.NotAnAnswer(AzureService.Vault);
            case HttpStatusCode.Unauthorized when response.Headers.WwwAuthenticate.Count > 0:
                return null;
            default:
                string path = response.RequestMessage?.RequestUri?.AbsolutePath ?? string.Empty;
                bool unwraps = path.EndsWith("/decrypt", StringComparison.Ordinal) || path.EndsWith("/unwrapkey", StringComparison.Ordinal);
                return AzureFailures.FromAnswer(AzureService.Vault, response, body, unwraps, time.GetUtcNow());
        }
    }
}

/// <summary>Judges answers of Entra ID and of the machine's identity service before the library of Azure sees them.</summary>
internal sealed class CredentialGuard(TimeProvider time, HttpMessageHandler inner) : KeyServiceGuard("Azure's token service", inner)
{
    protected override KeyProviderException? Judge(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        Uri? uri = response.RequestMessage?.RequestUri;
        bool isEntra = uri?.AbsolutePath.Contains("/oauth2/v2.0/", StringComparison.Ordinal) == true || uri?.Scheme == Uri.UriSchemeHttps;
        AzureService service = isEntra ? AzureService.Token : AzureService.Machine;
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return AzureJson.IsObject(body.Span) ? null : AzureFailures.NotAnAnswer(service);
        }

        // The library asks first what kind of machine this is, without what a token needs, and learns it from the refusal.
        bool isProbe = !isEntra && !response.RequestMessage!.Headers.Contains("Metadata");
        return isProbe && response.StatusCode < HttpStatusCode.InternalServerError ? null : AzureFailures.FromAnswer(service, response, body, unwraps: false, time.GetUtcNow());
    }
}
