using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kmip.FakeAzure.Hosting;
using Kmip.FakeAzure.Tokens;

namespace Kmip.FakeAzure.Vault;

/// <summary>The operations of Key Vault that the provider and its tests use, with the service's own rules and error codes.</summary>
public sealed class VaultService(FakeAzureServer server)
{
    public const string Host = "fake-vault.vault.azure.net";

    private const string Audience = "https://vault.azure.net";
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly ConcurrentDictionary<string, FakeKey> _keys = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What a token must have among its claims; null: nothing.</summary>
    public string? RequiredClaim { get; set; }

    /// <summary>The field that tells a client without a token which one is wanted.</summary>
    public string Challenge => $"Bearer authorization=\"https://login.microsoftonline.com/{server.Entra.Tenant}\", resource=\"{Audience}\"";

    public FakeKey CreateKey(string name, string type = FakeKey.Rsa) => _keys[name] = new FakeKey(name, type);

    internal FakeKey Find(string name) => _keys.GetValueOrDefault(name) ?? throw FakeServiceException.NotFound();

    /// <summary>The token of a request, good for this vault.</summary>
    /// <exception cref="FakeServiceException">There is none, or it is refused.</exception>
    internal IssuedToken Authorize(string header)
    {
        const string Scheme = "Bearer ";
        if (!header.StartsWith(Scheme, StringComparison.Ordinal) || server.Entra.Find(header[Scheme.Length..]) is not { Audience: Audience } token)
        {
            throw new FakeServiceException("Unauthorized", 401) { Challenge = Challenge };
        }

        if (RequiredClaim is { } claim && token.Claims?.Contains(claim, StringComparison.Ordinal) != true)
        {
            string wanted = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($$"""{"access_token":{"{{claim}}":{"essential":true,"value":"1"} } }"""));
            throw new FakeServiceException("Unauthorized", 401) { Challenge = $"{Challenge}, error=\"insufficient_claims\", claims=\"{wanted}\"" };
        }

        return token;
    }

    /// <summary>Answers one request whose caller may make it.</summary>
    /// <exception cref="FakeServiceException">The service refuses.</exception>
    internal JsonObject Handle(string name, string? number, string operation, JsonObject request)
    {
        FakeKey key = Find(name);
        FakeVersion version = number is null ? key.Versions[^1] : key.Versions.FirstOrDefault(v => v.Id == number) ?? throw FakeServiceException.NotFound();
        if (operation == "get")
        {
            return Describe(key, version);
        }

        bool wraps = operation is "encrypt" or "wrapkey";
        ThrowIfNotUsable(key, operation, wraps);
        byte[] value = Bytes(request, "value");
        var answer = new JsonObject { ["kid"] = key.IdOf(version) };
        try
        {
            string algorithm = (string?)request["alg"] ?? string.Empty;
            byte[] result = (algorithm, key.Type) switch
            {
                ("RSA-OAEP" or "RSA-OAEP-256", FakeKey.Rsa) => wraps ? version.Rsa!.Encrypt(value, Padding(algorithm)) : version.Rsa!.Decrypt(value, Padding(algorithm)),
                ("A256GCM", FakeKey.Symmetric) when operation is "encrypt" or "decrypt" => wraps ? Seal(version, value, answer) : Open(version, value, request),
                ("A256KW", FakeKey.Symmetric) when operation is "wrapkey" or "unwrapkey" && value.Length >= 16 && value.Length % 8 == 0 =>
                    wraps ? KeyWrap.Wrap(version.Material, value) : KeyWrap.Unwrap(version.Material, value) ?? throw FakeServiceException.BadParameter(),
                _ => throw FakeServiceException.BadParameter(),
            };
            answer["value"] = Base64Url.EncodeToString(result);
            return answer;
        }
        catch (CryptographicException)
        {
            throw FakeServiceException.BadParameter();
        }
    }

    private void ThrowIfNotUsable(FakeKey key, string operation, bool wraps)
    {
        if (!key.IsEnabled)
        {
            throw FakeServiceException.Forbidden("KeyDisabled");
        }

        if (key.NotBefore > server.Now)
        {
            throw FakeServiceException.Forbidden("KeyNotYetValid");
        }

        // An expired key still unwraps.
        if (wraps && key.Expires < server.Now)
        {
            throw FakeServiceException.Forbidden("KeyExpired");
        }

        if (!key.Operations.Contains(operation))
        {
            throw FakeServiceException.Forbidden("KeyOperationForbidden");
        }
    }

    private static JsonObject Describe(FakeKey key, FakeVersion version)
    {
        var json = new JsonObject
        {
            ["kid"] = key.IdOf(version),
            ["kty"] = key.Type,
            ["key_ops"] = new JsonArray("encrypt", "decrypt", "wrapKey", "unwrapKey"),
        };
        if (version.Rsa is { } rsa)
        {
            RSAParameters parameters = rsa.ExportParameters(includePrivateParameters: false);
            json["n"] = Base64Url.EncodeToString(parameters.Modulus);
            json["e"] = Base64Url.EncodeToString(parameters.Exponent);
        }

        return new JsonObject { ["key"] = json, ["attributes"] = new JsonObject { ["enabled"] = key.IsEnabled } };
    }

    private static byte[] Seal(FakeVersion version, byte[] plaintext, JsonObject answer)
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(NonceLength);
        byte[] tag = new byte[TagLength];
        byte[] ciphertext = new byte[plaintext.Length];
        using var aes = new AesGcm(version.Material, TagLength);
        aes.Encrypt(nonce, plaintext, ciphertext, tag);
        (answer["iv"], answer["tag"]) = (Base64Url.EncodeToString(nonce), Base64Url.EncodeToString(tag));
        return ciphertext;
    }

    private static byte[] Open(FakeVersion version, byte[] ciphertext, JsonObject request)
    {
        byte[] plaintext = new byte[ciphertext.Length];
        using var aes = new AesGcm(version.Material, TagLength);
        aes.Decrypt(Bytes(request, "iv"), ciphertext, Bytes(request, "tag"), plaintext);
        return plaintext;
    }

    private static RSAEncryptionPadding Padding(string algorithm) => algorithm == "RSA-OAEP" ? RSAEncryptionPadding.OaepSHA1 : RSAEncryptionPadding.OaepSHA256;

    private static byte[] Bytes(JsonObject request, string name)
    {
        try
        {
            return Base64Url.DecodeFromChars((string?)request[name] ?? throw FakeServiceException.BadParameter());
        }
        catch (FormatException)
        {
            throw FakeServiceException.BadParameter();
        }
    }
}
