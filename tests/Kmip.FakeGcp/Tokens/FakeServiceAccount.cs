using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Kmip.FakeGcp.Tokens;

/// <summary>A service account with its key, and what it may do.</summary>
public sealed class FakeServiceAccount(string name, IReadOnlySet<string>? allowed)
{
    private readonly RSA _key = RSA.Create(2048);

    public string Email => $"{name}@fake-project.iam.gserviceaccount.com";

    public string KeyId { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    /// <summary>The private key as it stands in the JSON.</summary>
    public string PrivateKey => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>Who may ask for its tokens; empty: nobody else.</summary>
    public HashSet<string> Impersonators { get; } = [];

    /// <summary>False: the key was deleted.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>True for the methods it may use; without a list, for all.</summary>
    public bool May(string method) => allowed is null || allowed.Contains(method);

    public bool Verify(byte[] data, byte[] signature) => _key.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>The file Google issues.</summary>
    /// <param name="change">Changes fields before it is written.</param>
    public string KeyJson(Action<JsonObject>? change = null)
    {
        var json = new JsonObject
        {
            ["type"] = "service_account",
            ["project_id"] = "fake-project",
            ["private_key_id"] = KeyId,
            ["private_key"] = PrivateKey + "\n",
            ["client_email"] = Email,
            ["client_id"] = "123456789012345678901",
            ["auth_uri"] = "https://accounts.google.com/o/oauth2/auth",
            ["token_uri"] = "https://oauth2.googleapis.com/token",
            ["auth_provider_x509_cert_url"] = "https://www.googleapis.com/oauth2/v1/certs",
            ["client_x509_cert_url"] = "https://www.googleapis.com/robot/v1/metadata/x509/" + Uri.EscapeDataString(Email),
            ["universe_domain"] = "googleapis.com",
        };
        change?.Invoke(json);
        return json.ToJsonString();
    }
}
