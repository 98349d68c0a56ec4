using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Kmip.FakeAws.Hosting;

namespace Kmip.FakeAws.Kms;

/// <summary>The operations of KMS the provider and its tests use, with the service's own rules and error codes.</summary>
public sealed class KmsService(string region, string account)
{
    private readonly ConcurrentDictionary<string, FakeKey> _keys = new();
    private readonly ConcurrentDictionary<string, string> _aliases = new();

    /// <summary>Creates a key without a request.</summary>
    public FakeKey CreateKey(string usage = "ENCRYPT_DECRYPT", string? alias = null)
    {
        var key = new FakeKey(region, account) { Usage = usage };
        _keys[key.Id] = key;
        if (alias is not null)
        {
            _aliases["alias/" + alias] = key.Id;
        }

        return key;
    }

    /// <summary>Answers one request that was signed well and allowed.</summary>
    /// <exception cref="FakeServiceException">The service refuses.</exception>
    internal JsonObject Handle(string operation, JsonObject request) => operation switch
    {
        "CreateKey" => new JsonObject { ["KeyMetadata"] = Metadata(CreateKey((string?)request["KeyUsage"] ?? "ENCRYPT_DECRYPT")) },
        "DescribeKey" => new JsonObject { ["KeyMetadata"] = Metadata(Find(request)) },
        "DisableKey" => SetState(request, "Disabled"),
        "EnableKey" => SetState(request, "Enabled"),
        "ScheduleKeyDeletion" => SetState(request, "PendingDeletion"),
        "CancelKeyDeletion" => SetState(request, "Disabled"),
        "Encrypt" => Encrypt(request),
        "Decrypt" => Decrypt(request),
        _ => throw new FakeServiceException("UnknownOperationException", 400),
    };

    private static JsonObject Metadata(FakeKey key) => new()
    {
        ["KeyId"] = key.Id,
        ["Arn"] = key.Arn,
        ["KeyState"] = key.State,
        ["Enabled"] = key.State == "Enabled",
        ["KeyUsage"] = key.Usage,
        ["KeySpec"] = "SYMMETRIC_DEFAULT",
    };

    private JsonObject SetState(JsonObject request, string state)
    {
        Find(request).State = state;
        return [];
    }

    private JsonObject Encrypt(JsonObject request)
    {
        FakeKey key = Usable(Find(request));
        byte[] plaintext = Bytes(request, "Plaintext");
        if (plaintext.Length is 0 or > 4096)
        {
            throw new FakeServiceException("ValidationException", 400);
        }

        return new JsonObject
        {
            ["CiphertextBlob"] = Convert.ToBase64String(FakeBlob.Seal(key, plaintext, Context(request))),
            ["KeyId"] = key.Arn,
            ["EncryptionAlgorithm"] = "SYMMETRIC_DEFAULT",
        };
    }

    private JsonObject Decrypt(JsonObject request)
    {
        byte[] blob = Bytes(request, "CiphertextBlob");
        if (blob.Length is 0 or > 6144)
        {
            throw new FakeServiceException("ValidationException", 400);
        }

        string? arn = FakeBlob.KeyOf(blob);
        FakeKey? named = arn is null ? null : _keys.Values.FirstOrDefault(k => k.Arn == arn);
        if (request["KeyId"] is not null && Find(request) is { } asked && named is not null && asked != named)
        {
            throw new FakeServiceException("IncorrectKeyException", 400);
        }

        FakeKey key = Usable(named ?? throw new FakeServiceException("InvalidCiphertextException", 400));
        byte[] plaintext = FakeBlob.Open(key, blob, Context(request)) ?? throw new FakeServiceException("InvalidCiphertextException", 400);
        return new JsonObject
        {
            ["Plaintext"] = Convert.ToBase64String(plaintext),
            ["KeyId"] = key.Arn,
            ["EncryptionAlgorithm"] = "SYMMETRIC_DEFAULT",
        };
    }

    private FakeKey Find(JsonObject request)
    {
        string name = (string?)request["KeyId"] ?? throw new FakeServiceException("ValidationException", 400);
        string prefix = $"arn:aws:kms:{region}:{account}:";
        if (name.StartsWith(prefix, StringComparison.Ordinal))
        {
            name = name[prefix.Length..];
        }
        else if (name.StartsWith("arn:", StringComparison.Ordinal))
        {
            throw new FakeServiceException("NotFoundException", 400);
        }

        if (name.StartsWith("key/", StringComparison.Ordinal))
        {
            name = name[4..];
        }

        name = _aliases.GetValueOrDefault(name, name);
        return _keys.TryGetValue(name, out FakeKey? key) ? key : throw new FakeServiceException("NotFoundException", 400);
    }

    private static FakeKey Usable(FakeKey key) => key switch
    {
        { State: "Disabled" } => throw new FakeServiceException("DisabledException", 400),
        { State: "PendingDeletion" } => throw new FakeServiceException("KMSInvalidStateException", 400),
        { Usage: not "ENCRYPT_DECRYPT" } => throw new FakeServiceException("InvalidKeyUsageException", 400),
        _ => key,
    };

    private static byte[] Bytes(JsonObject request, string name)
    {
        try
        {
            return Convert.FromBase64String((string?)request[name] ?? throw new FakeServiceException("ValidationException", 400));
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new FakeServiceException("SerializationException", 400);
        }
    }

    private static Dictionary<string, string> Context(JsonObject request) =>
        request["EncryptionContext"] is JsonObject context ? context.ToDictionary(p => p.Key, p => (string)p.Value!) : [];
}
