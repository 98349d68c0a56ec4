using System.Net;
using System.Text.Json;
using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Gcp;

/// <summary>Judges answers of Cloud KMS: only a JSON object with the status 200 passes.</summary>
internal sealed class KmsGuard(TimeProvider time, HttpMessageHandler inner) : KeyServiceGuard(GcpFailures.NameOf(GcpService.Kms), inner)
{
    protected override KeyProviderException? Judge(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return GcpJson.IsObject(body.Span) ? null : GcpFailures.NotAnAnswer(GcpService.Kms);
        }

        // The methods end in :decrypt and :asymmetricDecrypt.
        bool unwraps = response.RequestMessage?.RequestUri?.AbsolutePath.EndsWith("ecrypt", StringComparison.Ordinal) == true
            && response.RequestMessage.RequestUri.AbsolutePath.EndsWith(":encrypt", StringComparison.Ordinal) == false;
        return GcpFailures.FromAnswer(GcpService.Kms, response, body, unwraps, time.GetUtcNow());
    }
}

/// <summary>Judges answers of the services that issue credentials.</summary>
/// <param name="time">The clock.</param>
/// <param name="subject">The address of a subject token, whose answer may be any text; null: there is none.</param>
/// <param name="inner">The handler that sends.</param>
internal sealed class CredentialGuard(TimeProvider time, Uri? subject, HttpMessageHandler inner) : KeyServiceGuard("Google's credential service", inner)
{
    protected override KeyProviderException? Judge(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        Uri? uri = response.RequestMessage?.RequestUri;
        GcpService service = uri?.AbsolutePath switch
        {
            { } path when path.StartsWith("/computeMetadata/", StringComparison.Ordinal) => GcpService.Metadata,
            { } path when path.EndsWith(":generateAccessToken", StringComparison.Ordinal) => GcpService.Iam,
            _ => GcpService.Token,
        };
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return GcpFailures.FromAnswer(service, response, body, unwraps: false, time.GetUtcNow());
        }

        if (subject is not null && uri == subject)
        {
            return null;
        }

        // Whatever else listens at the metadata address (another cloud, a captive portal) does not send this.
        bool isGoogles = service != GcpService.Metadata
            || (response.Headers.TryGetValues("Metadata-Flavor", out IEnumerable<string>? flavors) && flavors.Contains("Google"));
        return isGoogles && GcpJson.IsObject(body.Span) ? null : GcpFailures.NotAnAnswer(service);
    }
}

/// <summary>A first look at bodies.</summary>
internal static class GcpJson
{
    private const int MaximumDepth = 16;

    /// <summary>True for one whole JSON object.</summary>
    public static bool IsObject(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaximumDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
