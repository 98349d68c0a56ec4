using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// Tokens for the key of a service account: an assertion signed with RS256 (RFC 7515, RFC 7523) is exchanged for a token. Uses no library of
/// Google, so it works in native AOT builds.
/// </summary>
internal sealed class ServiceAccountSource(GcpCredentials credentials, string scope, GcpTransport transport, TimeProvider time) : ITokenSource
{
    private const int LifeSeconds = 3600;

    /// <summary>Google issues keys of 2048 bits; larger ones are accepted, absurd ones only cost time.</summary>
    private const int SmallestKey = 2048;
    private const int LargestKey = 8192;
    private const int MaximumPemLength = 16 * 1024;

    public async ValueTask<AccessToken> ObtainAsync(AccessToken? refused, CancellationToken cancellationToken)
    {
        byte[] form = Encoding.ASCII.GetBytes("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + Assertion());
        using var request = new HttpRequestMessage(HttpMethod.Post, GcpHosts.TokenAddress)
        {
            Content = new ZeroedContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };
        using HttpResponseMessage response = await transport.Credentials.SendAsync(request, cancellationToken).ConfigureAwait(false);
        using JsonDocument answer = await TokenRequests.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return TokenAnswer.ReadOAuth(answer.RootElement, GcpService.Token, time.GetUtcNow());
    }

    private string Assertion()
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        string header = Encode(writer =>
        {
            writer.WriteString("alg", "RS256");
            writer.WriteString("typ", "JWT");
            if (credentials.PrivateKeyId is { } id)
            {
                writer.WriteString("kid", id);
            }
        });
        string claims = Encode(writer =>
        {
            writer.WriteString("iss", credentials.ClientEmail);
            writer.WriteString("scope", scope);
            writer.WriteString("aud", GcpHosts.TokenAddress);
            writer.WriteNumber("iat", now);
            writer.WriteNumber("exp", now + LifeSeconds);
        });
        string signed = $"{header}.{claims}";
        using RSA key = ReadKey(credentials.PrivateKey!);
        byte[] signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>The private key. Failures say nothing of the text, and carry no exception whose message might.</summary>
    internal static RSA ReadKey(string pem)
    {
        RSA key = RSA.Create();
        try
        {
            if (pem.Length <= MaximumPemLength)
            {
                key.ImportFromPem(pem);
                if (key.KeySize is >= SmallestKey and <= LargestKey)
                {
                    // A public key imports as well, but cannot sign.
                    key.ExportParameters(includePrivateParameters: true).Zero();
                    return key;
                }
            }
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // Falls through to our own words.
        }

        key.Dispose();
        throw GcpCredentialChecks.Invalid($"hold no usable RSA key of {SmallestKey} to {LargestKey} bits in private_key");
    }
}
