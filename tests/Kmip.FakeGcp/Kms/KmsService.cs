using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kmip.FakeGcp.Hosting;

namespace Kmip.FakeGcp.Kms;

/// <summary>The methods of Cloud KMS that the provider and its tests use, with the service's own rules and error codes.</summary>
public sealed class KmsService
{
    private const string Ring = "projects/fake-project/locations/europe-west3/keyRings/ring";
    private const string VersionPart = "/cryptoKeyVersions/";
    private const int Overhead = 1 + 4 + 12 + 16;
    private readonly ConcurrentDictionary<string, FakeKey> _keys = new();

    public FakeKey CreateKey(string id, string algorithm = FakeKey.Symmetric) => _keys[$"{Ring}/cryptoKeys/{id}"] = new FakeKey($"{Ring}/cryptoKeys/{id}", algorithm);

    internal FakeKey Find(string name) => _keys.GetValueOrDefault(name) ?? throw FakeServiceException.NotFound();

    /// <summary>Answers one request whose caller may make it.</summary>
    /// <exception cref="FakeServiceException">The service refuses.</exception>
    internal JsonObject Handle(string name, string method, JsonObject request)
    {
        int at = name.IndexOf(VersionPart, StringComparison.Ordinal);
        FakeKey key = Find(at < 0 ? name : name[..at]);
        string? version = at < 0 ? null : name[(at + VersionPart.Length)..];
        return method switch
        {
            "encrypt" => Encrypt(key, version, request),

            // The service has no such path: it takes the key's name only.
            "decrypt" when version is not null => throw FakeServiceException.NotFound(),
            "decrypt" => Decrypt(key, request),
            "asymmetricDecrypt" => AsymmetricDecrypt(key, version, request),
            "get" when version?.EndsWith("/publicKey", StringComparison.Ordinal) == true => PublicKey(key, version[..^"/publicKey".Length]),
            _ => throw FakeServiceException.NotFound(),
        };
    }

    private static JsonObject Encrypt(FakeKey key, string? number, JsonObject request)
    {
        FakeVersion version = Usable(key, number, symmetric: true);
        byte[] plaintext = Bytes(request, "plaintext");
        byte[] authenticated = Bytes(request, "additionalAuthenticatedData");
        if (plaintext.Length is 0 or > 65536)
        {
            throw FakeServiceException.Invalid();
        }

        byte[] ciphertext = new byte[Overhead + plaintext.Length];
        ciphertext[0] = 0x0A;
        BinaryPrimitives.WriteInt32BigEndian(ciphertext.AsSpan(1), version.Number);
        RandomNumberGenerator.Fill(ciphertext.AsSpan(5, 12));
        using (var aes = new AesGcm(version.Material, 16))
        {
            aes.Encrypt(ciphertext.AsSpan(5, 12), plaintext, ciphertext.AsSpan(17, plaintext.Length), ciphertext.AsSpan(17 + plaintext.Length), authenticated);
        }

        var answer = new JsonObject
        {
            ["name"] = $"{key.Name}{VersionPart}{version.Number}",
            ["ciphertext"] = Convert.ToBase64String(ciphertext),
            ["ciphertextCrc32c"] = Checksum(ciphertext),
            ["protectionLevel"] = "SOFTWARE",
        };
        Confirm(answer, request, "plaintext", "verifiedPlaintextCrc32c");
        Confirm(answer, request, "additionalAuthenticatedData", "verifiedAdditionalAuthenticatedDataCrc32c");
        return answer;
    }

    private static JsonObject Decrypt(FakeKey key, JsonObject request)
    {
        byte[] ciphertext = Bytes(request, "ciphertext");
        byte[] authenticated = Bytes(request, "additionalAuthenticatedData");
        ThrowIfOtherPurpose(key, symmetric: true);
        if (ciphertext.Length <= Overhead || ciphertext[0] != 0x0A)
        {
            throw FakeServiceException.Invalid();
        }

        int number = BinaryPrimitives.ReadInt32BigEndian(ciphertext.AsSpan(1));
        FakeVersion version = key.Versions.FirstOrDefault(v => v.Number == number) ?? throw FakeServiceException.Invalid();
        ThrowIfNotEnabled(version);
        byte[] plaintext = new byte[ciphertext.Length - Overhead];
        try
        {
            using var aes = new AesGcm(version.Material, 16);
            aes.Decrypt(ciphertext.AsSpan(5, 12), ciphertext.AsSpan(17, plaintext.Length), ciphertext.AsSpan(17 + plaintext.Length), plaintext, authenticated);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw FakeServiceException.Invalid();
        }

        var answer = new JsonObject { ["plaintext"] = Convert.ToBase64String(plaintext), ["plaintextCrc32c"] = Checksum(plaintext), ["protectionLevel"] = "SOFTWARE" };
        if (number == key.Versions[^1].Number)
        {
            answer["usedPrimary"] = true;
        }

        return answer;
    }

    private static JsonObject AsymmetricDecrypt(FakeKey key, string? number, JsonObject request)
    {
        FakeVersion version = Usable(key, number ?? throw FakeServiceException.NotFound(), symmetric: false);
        byte[] plaintext;
        try
        {
            plaintext = version.Rsa!.Decrypt(Bytes(request, "ciphertext"), Padding(key));
        }
        catch (CryptographicException)
        {
            throw FakeServiceException.Invalid();
        }

        var answer = new JsonObject { ["plaintext"] = Convert.ToBase64String(plaintext), ["plaintextCrc32c"] = Checksum(plaintext), ["protectionLevel"] = "SOFTWARE" };
        Confirm(answer, request, "ciphertext", "verifiedCiphertextCrc32c");
        return answer;
    }

    private static JsonObject PublicKey(FakeKey key, string number)
    {
        FakeVersion version = Usable(key, number, symmetric: false);
        string pem = version.Rsa!.ExportSubjectPublicKeyInfoPem() + "\n";
        return new JsonObject
        {
            ["pem"] = pem,
            ["algorithm"] = key.Algorithm,
            ["pemCrc32c"] = Checksum(Encoding.UTF8.GetBytes(pem)),
            ["name"] = $"{key.Name}{VersionPart}{number}",
            ["protectionLevel"] = "SOFTWARE",
        };
    }

    private static FakeVersion Usable(FakeKey key, string? number, bool symmetric)
    {
        FakeVersion version = number is null
            ? key.Versions[^1]
            : key.Versions.FirstOrDefault(v => v.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == number) ?? throw FakeServiceException.NotFound();
        ThrowIfOtherPurpose(key, symmetric);
        ThrowIfNotEnabled(version);
        return version;
    }

    private static void ThrowIfOtherPurpose(FakeKey key, bool symmetric)
    {
        if (key.IsSymmetric != symmetric)
        {
            throw new FakeServiceException("FAILED_PRECONDITION", 400) { KeyState = "PURPOSE_MISMATCH" };
        }
    }

    private static void ThrowIfNotEnabled(FakeVersion version)
    {
        if (version.State != "ENABLED")
        {
            throw new FakeServiceException("FAILED_PRECONDITION", 400) { KeyState = version.State };
        }
    }

    private static RSAEncryptionPadding Padding(FakeKey key) => key.Algorithm[(key.Algorithm.LastIndexOf('_') + 1)..] switch
    {
        "SHA1" => RSAEncryptionPadding.OaepSHA1,
        "SHA512" => RSAEncryptionPadding.OaepSHA512,
        _ => RSAEncryptionPadding.OaepSHA256,
    };

    /// <summary>The data of a field, after the check of the checksum that came with it.</summary>
    private static byte[] Bytes(JsonObject request, string name)
    {
        byte[] data;
        try
        {
            data = Convert.FromBase64String((string?)request[name] ?? string.Empty);
        }
        catch (FormatException)
        {
            throw FakeServiceException.Invalid();
        }

        return request[name + "Crc32c"] is { } sent && sent.ToString() != Checksum(data) ? throw FakeServiceException.Invalid() : data;
    }

    private static void Confirm(JsonObject answer, JsonObject request, string name, string confirmation)
    {
        // Proto leaves false out.
        if (request[name + "Crc32c"] is not null)
        {
            answer[confirmation] = true;
        }
    }

    private static string Checksum(ReadOnlySpan<byte> data)
    {
        // Bit by bit, so that client and fake do not share a mistake.
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78u);
            }
        }

        return (~crc).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
