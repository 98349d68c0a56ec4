namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// Lets requests for credentials go to Google's own services only, whatever library makes them and whatever credentials told it, and sends them
/// to the configured endpoint where there is one. The last line: the checks of credentials come first.
/// </summary>
/// <param name="endpoint">What stands for all of them; null: Google's own.</param>
/// <param name="further">One more address, from an <c>external_account</c> that the options allow; null: none.</param>
/// <param name="inner">The handler that sends.</param>
internal sealed class GcpHostGate(Uri? endpoint, Uri? further, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri uri = request.RequestUri ?? throw new InvalidOperationException("A request without an address.");
        if (further is not null && uri == further)
        {
            return base.SendAsync(request, cancellationToken);
        }

        if (!GcpHosts.IsCredentialService(uri))
        {
            throw GcpCredentialChecks.Invalid("lead to an address that is not Google's; nothing was sent there");
        }

        if (endpoint is not null)
        {
            request.RequestUri = new Uri(endpoint, uri.PathAndQuery);
            request.Headers.Host = null;
        }

        return base.SendAsync(request, cancellationToken);
    }
}
