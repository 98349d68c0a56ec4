using System.Text.Json;

namespace Kmip.ProxyHost.Snapshot;

/// <summary>Writes metadata: new files, and existing ones with some fields replaced and every other field kept as it was.</summary>
internal static class MetadataWriter
{
    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    /// <summary>
    /// The JSON of a file. Top-level fields of <paramref name="existing"/> (already read and accepted by <see cref="MetadataReader"/>) are kept byte for
    /// byte except those in <paramref name="replaced"/> (by any of their names); comments between top-level fields are lost. A null value removes the field.
    /// </summary>
    public static byte[] Compose(ReadOnlySpan<byte> existing, IReadOnlyDictionary<MetadataField, string?> replaced, byte[]? kmipSection)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true, SkipValidation = true }))
        {
            writer.WriteStartObject();
            if (!existing.IsEmpty)
            {
                CopyFields(writer, existing.StartsWith("\uFEFF"u8) ? existing[3..] : existing, replaced);
            }

            foreach ((MetadataField field, string? value) in replaced)
            {
                if (value is not null)
                {
                    writer.WriteString(field.Name(), value);
                }
            }

            if (kmipSection is not null)
            {
                writer.WritePropertyName(MetadataReader.KmipSectionName);
                writer.WriteRawValue(kmipSection, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        byte[] content = buffer.ToArray();
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(buffer.GetBuffer());
        return content;
    }

    private static void CopyFields(Utf8JsonWriter writer, ReadOnlySpan<byte> existing, IReadOnlyDictionary<MetadataField, string?> replaced)
    {
        Utf8JsonReader reader = new(existing, Lenient);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            bool kmip = string.Equals(name, MetadataReader.KmipSectionName, StringComparison.OrdinalIgnoreCase);
            if (kmip || (MetadataFields.TryFind(name, out MetadataField field) && replaced.ContainsKey(field)))
            {
                continue;
            }

            writer.WritePropertyName(name);
            writer.WriteRawValue(existing[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }
    }
}
