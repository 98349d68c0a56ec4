using System.Net;
using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Azure;

/// <summary>
/// Lets requests for tokens go to Entra ID of the vault's cloud and, where the machine's identity was asked for, to this machine's own services;
/// sends them to the configured endpoint where there is one. The last line, whatever the library or a variable of the environment says.
/// </summary>
internal sealed class AzureHostGate(AzureSettings settings, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri uri = request.RequestUri ?? throw new InvalidOperationException("A request without an address.");
        bool allowed = IsEntra(uri) || (settings.UsesMachine && IsMachine(uri));
        if (!allowed)
        {
            throw AzureOptionChecks.Invalid(
                "The Azure credentials lead to an address that is none of the cloud's; nothing was sent there.", "Look for variables of the environment that name one.");
        }

        if (settings.CredentialEndpoint is { } endpoint)
        {
            request.RequestUri = new Uri(endpoint, uri.PathAndQuery);
            request.Headers.Host = null;
        }

        return base.SendAsync(request, cancellationToken);
    }

    private bool IsEntra(Uri uri) => uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort && settings.Cloud.LoginHosts.Contains(uri.Host);

    /// <summary>Link-local addresses (RFC 3927), where machines and containers of Azure have their identity service, and this machine itself.</summary>
    private static bool IsMachine(Uri uri) =>
        uri.Scheme == Uri.UriSchemeHttp
        && (KeyServiceEndpoint.IsLoopback(uri) || (IPAddress.TryParse(uri.DnsSafeHost, out IPAddress? address) && address.GetAddressBytes() is [169, 254, _, _]));
}
