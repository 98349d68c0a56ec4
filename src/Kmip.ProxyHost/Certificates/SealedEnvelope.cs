using System.Text.Json;

namespace Kmip.ProxyHost.Certificates;

/// <summary>The form of <c>kmipIdentity.sealed</c>: JSON that says its format and the key it was sealed under; the rest is random or encrypted.</summary>
internal sealed class SealedEnvelope
{
    public const int SaltLength = 32;
    public const int NonceLength = 12;
    public const int TagLength = 16;

    /// <summary>Longer files are not read: an identity takes about 4 KiB.</summary>
    public const int MaximumFileLength = 64 * 1024;

    private const int FormatVersion = 1;

    /// <summary>The identifier of the master key.</summary>
    public required string KeyId { get; init; }

    /// <summary>Of the key derivation.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>Of the cipher.</summary>
    public required byte[] Nonce { get; init; }

    /// <summary>Of the cipher.</summary>
    public required byte[] Tag { get; init; }

    /// <summary>The encrypted content.</summary>
    public required byte[] Content { get; init; }

    /// <summary>The file's content.</summary>
    public byte[] ToJson()
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("formatVersion", FormatVersion);
            writer.WriteString("keyId", KeyId);
            writer.WriteBase64String("salt", Salt);
            writer.WriteBase64String("nonce", Nonce);
            writer.WriteBase64String("tag", Tag);
            writer.WriteBase64String("content", Content);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Reads a file's content; null with a reason where it is not of this form.</summary>
    public static SealedEnvelope? Parse(ReadOnlyMemory<byte> json, out string reason)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 2 });
            JsonElement root = document.RootElement;
            if (root.GetProperty("formatVersion").GetInt32() is int version && version != FormatVersion)
            {
                reason = "it is of another format";
                return null;
            }

            SealedEnvelope envelope = new()
            {
                KeyId = root.GetProperty("keyId").GetString() ?? "",
                Salt = root.GetProperty("salt").GetBytesFromBase64(),
                Nonce = root.GetProperty("nonce").GetBytesFromBase64(),
                Tag = root.GetProperty("tag").GetBytesFromBase64(),
                Content = root.GetProperty("content").GetBytesFromBase64(),
            };
            reason = "it is damaged";
            return envelope.Nonce.Length == NonceLength && envelope.Tag.Length == TagLength ? envelope : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            reason = "it is damaged";
            return null;
        }
    }
}
