using System.Text.Json;

namespace Kmip.KeyProviders.Gcp;

/// <summary>Tokens from the metadata server of the machine or container. It gives the same token again until that is about to end.</summary>
/// <param name="account">The e-mail of one of the machine's service accounts; null: the default one.</param>
/// <param name="scope">The rights asked for.</param>
/// <param name="transport">The clients.</param>
/// <param name="time">The clock.</param>
internal sealed class MetadataSource(string? account, string scope, GcpTransport transport, TimeProvider time) : ITokenSource
{
    public async ValueTask<AccessToken> ObtainAsync(AccessToken? refused, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(account, scope));

        // Without it the server refuses: it proves that nobody was tricked into a plain request.
        request.Headers.TryAddWithoutValidation("Metadata-Flavor", "Google");
        using HttpResponseMessage response = await transport.Credentials.SendAsync(request, cancellationToken).ConfigureAwait(false);
        using JsonDocument answer = await TokenRequests.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return TokenAnswer.ReadOAuth(answer.RootElement, GcpService.Metadata, time.GetUtcNow());
    }

    private static string Address(string? account, string scope) => $"{GcpHosts.MetadataAddress}{account ?? "default"}/token?scopes={Uri.EscapeDataString(scope)}";
}
