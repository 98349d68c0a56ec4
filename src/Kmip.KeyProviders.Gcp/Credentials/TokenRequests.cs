using System.Text.Json;

namespace Kmip.KeyProviders.Gcp;

/// <summary>What requests for tokens share.</summary>
internal static class TokenRequests
{
    /// <summary>The rights to use Cloud KMS and nothing else.</summary>
    public const string KmsScope = "https://www.googleapis.com/auth/cloudkms";

    /// <summary>The rights that asking for another account's tokens needs.</summary>
    public const string IamScope = "https://www.googleapis.com/auth/cloud-platform";

    /// <summary>The body as JSON; the guard has checked that it is an object within limits.</summary>
    public static async ValueTask<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return await JsonDocument.ParseAsync(stream, default, cancellationToken).ConfigureAwait(false);
    }
}
