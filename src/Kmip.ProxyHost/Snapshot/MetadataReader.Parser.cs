using System.Text.Json;

namespace Kmip.ProxyHost.Snapshot;

/// <content>One pass over the JSON, without building a document.</content>
internal static partial class MetadataReader
{
    private ref struct Parser
    {
        private readonly string _path;
        private readonly ReadOnlySpan<byte> _json;
        private readonly Dictionary<MetadataField, string> _values = [];
        private readonly List<string> _unknown = [];
        private Utf8JsonReader _reader;
        private byte[]? _kmip;

        public Parser(string path, ReadOnlySpan<byte> json)
        {
            _path = path;
            _json = json;
            _reader = new Utf8JsonReader(json, new JsonReaderOptions
            {
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
                MaxDepth = MaximumDepth,
            });
        }

        public KeyMetadata Run()
        {
            _reader.Read();
            if (_reader.TokenType != JsonTokenType.StartObject)
            {
                throw Refuse(_reader.TokenStartIndex, $"the file must hold one JSON object, not {TypeName(_reader.TokenType)}");
            }

            HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
            while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadField(names);
            }

            // Text after the object is an error of the JSON itself.
            _reader.Read();
            return new KeyMetadata(_path, _values, _unknown, _kmip);
        }

        private void ReadField(HashSet<string> names)
        {
            string name = ReadName(names);
            if (string.Equals(name, KmipSectionName, StringComparison.OrdinalIgnoreCase))
            {
                _reader.Read();
                Require(name, JsonTokenType.StartObject);
                _kmip = ReadRaw();
            }
            else if (MetadataFields.TryFind(name, out MetadataField field))
            {
                if (_values.ContainsKey(field))
                {
                    throw Refuse(_reader.TokenStartIndex, $"field {name.Printable()} gives {field.Name()} a second time");
                }

                _reader.Read();
                ReadValue(name, field);
            }
            else
            {
                _unknown.Add(name.Printable());
                _reader.Read();
                CheckNested();
            }
        }

        private void ReadValue(string name, MetadataField field)
        {
            if (_reader.TokenType == JsonTokenType.Null && !field.IsSecret())
            {
                _values[field] = "";
                return;
            }

            if (_reader.TokenType == JsonTokenType.StartObject && field is MetadataField.ServiceAccountKey)
            {
                long start = _reader.TokenStartIndex;
                _values[field] = StrictText(ReadRaw()) ?? throw Refuse(start, $"field {name.Printable()} has an escape that is not valid Unicode");
                return;
            }

            Require(name, JsonTokenType.String);
            string value;
            try
            {
                value = _reader.GetString()!;
            }
            catch (InvalidOperationException)
            {
                throw Refuse(_reader.TokenStartIndex, $"field {name.Printable()} has an escape that is not valid Unicode");
            }

            if (field != MetadataField.ServiceAccountKey)
            {
                value = value.Trim();
                if (value.AsSpan().ContainsAnyInRange('\0', '\x1F') && field != MetadataField.EncryptedKey)
                {
                    throw Refuse(_reader.TokenStartIndex, $"field {name.Printable()} has a control character");
                }
            }

            _values[field] = value;
        }

        /// <summary>An object without the comments and trailing commas that are accepted here and nowhere else; null where a text in it is not valid Unicode.</summary>
        private static string? StrictText(byte[] json)
        {
            using MemoryStream buffer = new();
            try
            {
                using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions
                {
                    AllowTrailingCommas = true,
                    CommentHandling = JsonCommentHandling.Skip,
                    MaxDepth = MaximumDepth,
                });
                using (Utf8JsonWriter writer = new(buffer))
                {
                    document.RootElement.WriteTo(writer);
                }

                return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
            }
            catch (InvalidOperationException)
            {
                return null;
            }
            finally
            {
                System.Security.Cryptography.CryptographicOperations.ZeroMemory(json);
                System.Security.Cryptography.CryptographicOperations.ZeroMemory(buffer.GetBuffer());
            }
        }

        private string ReadName(HashSet<string> names)
        {
            string name;
            try
            {
                name = _reader.GetString()!;
            }
            catch (InvalidOperationException)
            {
                throw Refuse(_reader.TokenStartIndex, "the name of a field has an escape that is not valid Unicode");
            }

            return names.Add(name) ? name : throw Refuse(_reader.TokenStartIndex, $"field {name.Printable()} appears twice");
        }

        private readonly void Require(string name, JsonTokenType type)
        {
            if (_reader.TokenType != type)
            {
                throw Refuse(_reader.TokenStartIndex, $"field {name.Printable()} must be {TypeName(type)}, not {TypeName(_reader.TokenType)}");
            }
        }

        /// <summary>The bytes of the value that the reader stands on, checked for duplicates; the reader ends on its last token.</summary>
        private byte[] ReadRaw()
        {
            int start = (int)_reader.TokenStartIndex;
            CheckNested();
            return _json[start..(int)_reader.BytesConsumed].ToArray();
        }

        /// <summary>Walks over a value and refuses names that appear twice in one object.</summary>
        private void CheckNested()
        {
            if (_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                return;
            }

            int depth = _reader.CurrentDepth;
            Stack<HashSet<string>> open = new();
            do
            {
                switch (_reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        open.Push(new HashSet<string>(StringComparer.Ordinal));
                        break;
                    case JsonTokenType.EndObject:
                        open.Pop();
                        break;
                    case JsonTokenType.PropertyName:
                        ReadName(open.Peek());
                        break;
                }

                if (_reader.CurrentDepth == depth && _reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    return;
                }
            }
            while (_reader.Read());
        }

        private readonly ProxyException Refuse(long offset, string problem) =>
            new(ExitCode.Metadata, $"{_path}, line {LineAt(_json, offset)}: {problem}");
    }
}
