using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kmip.ProxyHost.Certificates;

/// <summary>
/// The content of <c>kmipIdentity.sealed</c>: the server's certificate and private key under AES-256-GCM, with a key derived by HKDF-SHA256 from a master key of
/// the dbpath. It opens only beside the authority and the client certificate it was sealed with, and only where that master key was unwrapped: it adds
/// no secret to the dbpath that does not hang on the cloud's key.
/// </summary>
internal static class SealedIdentity
{
    private const int KeyLength = 32;
    private const int LengthLength = sizeof(int);

    /// <summary>Seals. The result holds no plaintext secret.</summary>
    public static byte[] Seal(IdentityMaterial material, SealingKey sealingKey)
    {
        byte[] plain = Compose(material);
        byte[] key = GC.AllocateUninitializedArray<byte>(KeyLength, pinned: true);
        try
        {
            SealedEnvelope envelope = new()
            {
                KeyId = sealingKey.KeyId,
                Salt = RandomNumberGenerator.GetBytes(SealedEnvelope.SaltLength),
                Nonce = RandomNumberGenerator.GetBytes(SealedEnvelope.NonceLength),
                Tag = new byte[SealedEnvelope.TagLength],
                Content = new byte[plain.Length],
            };
            DeriveKey(sealingKey, envelope.Salt, key);
            using AesGcm cipher = new(key, SealedEnvelope.TagLength);
            cipher.Encrypt(envelope.Nonce, plain, envelope.Content, envelope.Tag, BoundTo(material.Authority, material.Client));
            return envelope.ToJson();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Opens; null where the content is damaged, of another key, or was sealed beside another authority or client.</summary>
    public static IdentityMaterial? Open(SealedEnvelope envelope, SealingKey sealingKey, X509Certificate2 authority, X509Certificate2 client)
    {
        byte[] plain = GC.AllocateUninitializedArray<byte>(envelope.Content.Length, pinned: true);
        byte[] key = GC.AllocateUninitializedArray<byte>(KeyLength, pinned: true);
        try
        {
            DeriveKey(sealingKey, envelope.Salt, key);
            using AesGcm cipher = new(key, SealedEnvelope.TagLength);
            cipher.Decrypt(envelope.Nonce, envelope.Content, envelope.Tag, plain, BoundTo(authority, client));
            return Parse(plain, authority, client);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static void DeriveKey(SealingKey sealingKey, byte[] salt, Span<byte> key) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, sealingKey.Key.Span, key, salt, Encoding.UTF8.GetBytes("kmip-proxy server identity, format 1, key " + sealingKey.KeyId));

    private static byte[] BoundTo(X509Certificate2 authority, X509Certificate2 client) =>
        [.. SHA256.HashData(authority.RawDataMemory.Span), .. SHA256.HashData(client.RawDataMemory.Span)];

    /// <summary>Certificate, PKCS#1 key, and the earlier clients as pairs of fingerprint and Unix seconds, each with its length before it.</summary>
    private static byte[] Compose(IdentityMaterial material)
    {
        using RSA rsa = material.Server.GetRSAPrivateKey()!;
        byte[] key = rsa.ExportRSAPrivateKey();
        byte[] certificate = material.Server.RawData;
        byte[] earlier = Encoding.ASCII.GetBytes(string.Join('\n', material.EarlierClients.Select(static client =>
            client.Fingerprint + " " + client.NotAfter.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture))));
        byte[] result = GC.AllocateUninitializedArray<byte>((3 * LengthLength) + certificate.Length + key.Length + earlier.Length, pinned: true);
        Span<byte> rest = result;
        foreach (byte[] part in (ReadOnlySpan<byte[]>)[certificate, key, earlier])
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, part.Length);
            part.CopyTo(rest[LengthLength..]);
            rest = rest[(LengthLength + part.Length)..];
        }

        CryptographicOperations.ZeroMemory(key);
        return result;
    }

    /// <summary>What is read here was authenticated before: it is what <see cref="Compose"/> of this format made.</summary>
    private static IdentityMaterial Parse(ReadOnlySpan<byte> plain, X509Certificate2 authority, X509Certificate2 client)
    {
        ReadOnlySpan<byte> certificateBytes = Next(ref plain);
        ReadOnlySpan<byte> keyBytes = Next(ref plain);
        string earlier = Encoding.ASCII.GetString(Next(ref plain));
        using RSA key = RSA.Create();
        key.ImportRSAPrivateKey(keyBytes, out _);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(certificateBytes);
        List<EarlierClient> clients = [];
        foreach (string line in earlier.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            long seconds = long.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
            clients.Add(new EarlierClient(words[0], DateTimeOffset.FromUnixTimeSeconds(seconds)));
        }

        return new IdentityMaterial(authority, certificate.CopyWithPrivateKey(key), client, clients);
    }

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(rest);
        ReadOnlySpan<byte> part = rest.Slice(LengthLength, length);
        rest = rest[(LengthLength + length)..];
        return part;
    }
}
