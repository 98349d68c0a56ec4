using System.Net.Http.Headers;
using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// The REST methods of Cloud KMS that a provider needs, one attempt each, with CRC32C sent and verified both ways.
/// </summary>
internal sealed class KmsClient(GcpSettings settings, GcpTransport transport)
{
    private ReadOnlySpan<byte> Authenticated => settings.Options.AdditionalAuthenticatedData.Span;

    /// <summary>Encrypts with the key's primary version, or with the version of the name.</summary>
    public async ValueTask<byte[]> EncryptAsync(AccessToken token, ReadOnlyMemory<byte> plaintext, CancellationToken cancellationToken)
    {
        using ZeroedContent body = KmsRequest.Create("plaintext"u8, plaintext.Span, Authenticated);
        using KmsReply reply = await SendAsync(token, $"{settings.Key}:encrypt", body, cancellationToken).ConfigureAwait(false);
        reply.ThrowIfNotConfirmed("verifiedPlaintextCrc32c");
        if (!Authenticated.IsEmpty)
        {
            reply.ThrowIfNotConfirmed("verifiedAdditionalAuthenticatedDataCrc32c");
        }

        // Wrapped with another key, the data key would be lost (or known to somebody else) and nobody would notice until it is needed.
        if (reply.Text("name")?.Contains($"/{settings.Key.Relative}/cryptoKeyVersions/", StringComparison.Ordinal) != true)
        {
            throw GcpFailures.NotAnAnswer(GcpService.Kms);
        }

        ReadOnlySpan<byte> ciphertext = reply.Data("ciphertext");
        return ciphertext.Length is > 0 and <= KeyProviderLimits.MaximumWrappedLength ? ciphertext.ToArray() : throw GcpFailures.NotAnAnswer(GcpService.Kms);
    }

    /// <summary>Decrypts. The ciphertext names its version, so Cloud KMS takes the key's name without one.</summary>
    /// <returns>The plaintext; the caller disposes it.</returns>
    public ValueTask<KmsReply> DecryptAsync(AccessToken token, ReadOnlyMemory<byte> ciphertext, CancellationToken cancellationToken) =>
        DecryptAsync(token, $"{settings.Key.CryptoKey}:decrypt", KmsRequest.Create("ciphertext"u8, ciphertext.Span, Authenticated), null, cancellationToken);

    /// <summary>Decrypts with the private key of the version.</summary>
    /// <returns>The plaintext; the caller disposes it.</returns>
    public ValueTask<KmsReply> AsymmetricDecryptAsync(AccessToken token, ReadOnlyMemory<byte> ciphertext, CancellationToken cancellationToken) =>
        DecryptAsync(token, $"{settings.Key}:asymmetricDecrypt", KmsRequest.Create("ciphertext"u8, ciphertext.Span, []), "verifiedCiphertextCrc32c", cancellationToken);

    /// <summary>The public key of the version.</summary>
    public async ValueTask<KmsPublicKey> GetPublicKeyAsync(AccessToken token, CancellationToken cancellationToken)
    {
        using KmsReply reply = await SendAsync(token, $"{settings.Key}/publicKey", null, cancellationToken).ConfigureAwait(false);
        string pem = reply.CheckedText("pem");
        if (reply.Text("name")?.EndsWith($"/{settings.Key.Relative}/cryptoKeyVersions/{settings.Key.Version}", StringComparison.Ordinal) != true)
        {
            throw GcpFailures.NotAnAnswer(GcpService.Kms);
        }

        return KmsPublicKey.From(pem, reply.Text("algorithm"));
    }

    private async ValueTask<KmsReply> DecryptAsync(AccessToken token, string path, ZeroedContent body, string? confirmation, CancellationToken cancellationToken)
    {
        using (body)
        {
            KmsReply reply = await SendAsync(token, path, body, cancellationToken).ConfigureAwait(false);
            try
            {
                if (confirmation is not null)
                {
                    reply.ThrowIfNotConfirmed(confirmation);
                }

                if (reply.Data("plaintext").Length is 0 or > KeyProviderLimits.MaximumDataKeyLength)
                {
                    throw GcpFailures.NotAnAnswer(GcpService.Kms);
                }

                // Nobody waits for it any more after a cancellation.
                cancellationToken.ThrowIfCancellationRequested();
                return reply;
            }
            catch
            {
                reply.Dispose();
                throw;
            }
        }
    }

    private async ValueTask<KmsReply> SendAsync(AccessToken token, string path, ZeroedContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(settings.KmsEndpoint, "/v1/" + path)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        if (settings.Options.QuotaProject is { } project)
        {
            request.Headers.TryAddWithoutValidation("x-goog-user-project", project);
        }

        using HttpResponseMessage response = await transport.Kms.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return KmsReply.Read(((ZeroedContent)response.Content).Span);
    }
}
