using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Kmip.Protocol;

namespace Kmip.ProxyHost.Snapshot;

/// <summary>The section as JSON.</summary>
internal sealed partial record KmipSection
{
    /// <summary>More than any owner: a SHA-256 fingerprint has 64 digits.</summary>
    private const int MaximumOwnerLength = 256;

    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    /// <summary>Reads the section of a key's file. Throws <see cref="ProxyException"/> (<see cref="ExitCode.Metadata"/>) that names file and field.</summary>
    public static KmipSection Parse(string path, string keyId, ReadOnlySpan<byte> json)
    {
        RequireFormatVersion(path, json);
        KmipSection section = new();
        byte[]? attributes = null, attributes1x = null;
        List<(string, byte[])> unknown = [];
        Utf8JsonReader reader = new(json, Lenient);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "formatVersion":
                    break;
                case "state":
                    section = section with { State = StateNames.TryParse(ReadText(ref reader, path, name), out State state) ? state : throw Refuse(path, name) };
                    break;
                case "objectType":
                    section = section with { ObjectType = ObjectTypeNames.TryParse(ReadText(ref reader, path, name), out ObjectType type) ? type : throw Refuse(path, name) };
                    break;
                case "owner":
                    section = section with { Owner = ReadText(ref reader, path, name) is { Length: <= MaximumOwnerLength } owner ? owner : throw Refuse(path, name) };
                    break;
                case "sequence":
                    section = section with { Sequence = ReadCount(ref reader, path, name) };
                    break;
                case "keyCheck":
                    section = section with { KeyCheck = ReadBase64(ref reader, path, name, HMACSHA256.HashSizeInBytes, HMACSHA256.HashSizeInBytes) };
                    break;
                case "attributes":
                    attributes = ReadBase64(ref reader, path, name, 0, RecordedAttributes.MaximumLength);
                    break;
                case "attributes1x":
                    attributes1x = ReadBase64(ref reader, path, name, 0, RecordedAttributes.MaximumLength);
                    break;
                case "sealed":
                    section = section with { Sealed = ReadBase64(ref reader, path, name, SealedContent.Overhead, SealedContent.MaximumLength) };
                    break;
                default:
                    unknown.Add((name, ReadRaw(ref reader, json)));
                    break;
            }
        }

        RecordedAttributes? recorded = attributes is null ? null : RecordedAttributes.Decode(path, keyId, attributes, attributes1x);
        if (recorded is not null && section.State != (recorded.List.State ?? Protocol.State.PreActive))
        {
            throw Refuse(path, "state");
        }

        return section with { Attributes = recorded, Unknown = unknown };
    }

    /// <summary>The section's JSON.</summary>
    public byte[] ToJson()
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("formatVersion", CurrentFormatVersion);
            WriteText(writer, "state", State is State state ? StateNames.GetName(state) : null);
            WriteText(writer, "objectType", ObjectType is ObjectType type ? ObjectTypeNames.GetName(type) : null);
            WriteText(writer, "owner", Owner);
            if (Sequence > 0)
            {
                writer.WriteNumber("sequence", Sequence);
            }

            WriteBytes(writer, "keyCheck", KeyCheck);
            WriteBytes(writer, "attributes", Attributes?.Bytes);
            WriteBytes(writer, "attributes1x", Attributes?.Bytes1x);
            WriteBytes(writer, "sealed", Sealed);
            foreach ((string name, byte[] json) in Unknown)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(json, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    // Before anything else is judged: the fields of another version may have another form.
    private static void RequireFormatVersion(string path, ReadOnlySpan<byte> json)
    {
        int? version = null;
        Utf8JsonReader reader = new(json, Lenient);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool found = reader.ValueTextEquals("formatVersion"u8);
            reader.Read();
            if (found)
            {
                version = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number) ? number : throw Refuse(path, "formatVersion");
            }

            reader.Skip();
        }

        if (version != CurrentFormatVersion)
        {
            throw new ProxyException(ExitCode.Metadata, $"{path}: its kmip section has format version {version?.ToString(CultureInfo.InvariantCulture) ?? "(none)"}, "
                + $"this program knows version {CurrentFormatVersion}: use the version of kmip-proxy that wrote it; the file is left as it is");
        }
    }

    private static string ReadText(ref Utf8JsonReader reader, string path, string name) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Refuse(path, name);

    private static long ReadCount(ref Utf8JsonReader reader, string path, string name) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long count) && count is >= 0 and < long.MaxValue / 2 ? count : throw Refuse(path, name);

    private static byte[] ReadBase64(ref Utf8JsonReader reader, string path, string name, int minimum, int maximum) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out byte[]? bytes) && bytes.Length >= minimum && bytes.Length <= maximum
            ? bytes
            : throw Refuse(path, name);

    private static byte[] ReadRaw(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed].ToArray();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteBytes(Utf8JsonWriter writer, string name, byte[]? value)
    {
        if (value is not null)
        {
            writer.WriteBase64String(name, value);
        }
    }

    private static ProxyException Refuse(string path, string name) =>
        new(ExitCode.Metadata, $"{path}: field {name.Printable()} of its kmip section is malformed or contradicts another; restore the file from a copy");
}
