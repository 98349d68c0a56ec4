using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kmip.ProxyHost.Snapshot;

/// <summary>
/// The <c>kmip</c> object of a metadata file that the proxy wrote: what KMIP knows of the object besides its key. Not secret.
/// </summary>
internal sealed class KmipSection
{
    /// <summary>The version of this form. A file with another one is refused and left untouched: guessing could lose state.</summary>
    public const int CurrentFormatVersion = 1;

    private const int MaximumAttributesLength = 64 * 1024;

    /// <summary>
    /// Ties the key to its identifier: HMAC-SHA-256 with the key over a fixed text and the identifier. A wrapped key of another object, which unwraps
    /// without an error, is found out by it. It does not reveal a random key. Null in files that only <c>add-key</c> of another tool prepared.
    /// </summary>
    public byte[]? KeyCheck { get; init; }

    /// <summary>The state by its OASIS name; null means Active, as a snapshot's key is.</summary>
    public string? State { get; init; }

    /// <summary>The attributes in TTLV, as the store encodes them; null where none are recorded.</summary>
    public byte[]? Attributes { get; init; }

    /// <summary>Reads the section of a file. Throws <see cref="ProxyException"/> (<see cref="ExitCode.Metadata"/>).</summary>
    public static KmipSection Parse(string path, ReadOnlySpan<byte> json)
    {
        int? version = null;
        string? state = null;
        byte[]? check = null, attributes = null;
        Utf8JsonReader reader = new(json, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "formatVersion":
                    version = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number) ? number : throw Refuse(path, name);
                    break;
                case "state":
                    state = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw Refuse(path, name);
                    break;
                case "keyCheck":
                    check = ReadBase64(ref reader, path, name, HMACSHA256.HashSizeInBytes);
                    break;
                case "attributes":
                    attributes = ReadBase64(ref reader, path, name, MaximumAttributesLength);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return version == CurrentFormatVersion
            ? new KmipSection { KeyCheck = check, State = state, Attributes = attributes }
            : throw new ProxyException(ExitCode.Metadata, $"{path}: its kmip section has format version {version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "(none)"}, "
                + $"this program knows version {CurrentFormatVersion}: use the version of kmip-proxy that wrote it; the file is left as it is");
    }

    /// <summary>The section's JSON.</summary>
    public byte[] ToJson()
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("formatVersion", CurrentFormatVersion);
            if (State is not null)
            {
                writer.WriteString("state", State);
            }

            if (KeyCheck is not null)
            {
                writer.WriteBase64String("keyCheck", KeyCheck);
            }

            if (Attributes is not null)
            {
                writer.WriteBase64String("attributes", Attributes);
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>The value for <see cref="KeyCheck"/>.</summary>
    public static byte[] ComputeKeyCheck(ReadOnlySpan<byte> key, string keyId) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("kmip-proxy key check v1\0" + keyId));

    /// <summary>True where the key is the one that the section was written for, or the section does not say.</summary>
    public bool Matches(ReadOnlySpan<byte> key, string keyId) =>
        KeyCheck is null || CryptographicOperations.FixedTimeEquals(KeyCheck, ComputeKeyCheck(key, keyId));

    private static byte[] ReadBase64(ref Utf8JsonReader reader, string path, string name, int maximum) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out byte[]? bytes) && bytes.Length <= maximum ? bytes : throw Refuse(path, name);

    private static ProxyException Refuse(string path, string name) =>
        new(ExitCode.Metadata, $"{path}: field {name.Printable()} of its kmip section is malformed");
}
