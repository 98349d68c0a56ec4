using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// A success of Cloud KMS. Data leaves it only together with a checksum that is there and right; the caller asks for the confirmations. Zeroed when
/// disposed.
/// </summary>
internal sealed class KmsReply : IDisposable
{
    private readonly Dictionary<string, byte[]> _bytes = [];
    private readonly Dictionary<string, string> _texts = [];
    private readonly HashSet<string> _confirmed = [];

    private KmsReply()
    {
    }

    /// <summary>Reads the body.</summary>
    /// <param name="body">The body; the caller zeroes it.</param>
    public static KmsReply Read(ReadOnlySpan<byte> body)
    {
        var reply = new KmsReply();
        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                reader.Read();
                reply.Add(name, ref reader);
            }

            return reply;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            reply.Dispose();
            throw GcpFailures.NotAnAnswer(GcpService.Kms);
        }
    }

    /// <summary>The data of a field, after the check of its checksum. Valid until this is disposed. Proto leaves empty fields out.</summary>
    /// <exception cref="KeyProviderException">IntegrityCheckFailed.</exception>
    public ReadOnlySpan<byte> Data(string name)
    {
        ReadOnlySpan<byte> data = _bytes.GetValueOrDefault(name);
        ThrowIfWrong(name, data);
        return data;
    }

    /// <summary>A text field; null where it is not there.</summary>
    public string? Text(string name) => _texts.GetValueOrDefault(name);

    /// <summary>A text field with a checksum.</summary>
    /// <exception cref="KeyProviderException">IntegrityCheckFailed.</exception>
    public string CheckedText(string name)
    {
        string text = Text(name) ?? string.Empty;
        ThrowIfWrong(name, System.Text.Encoding.UTF8.GetBytes(text));
        return text;
    }

    /// <summary>Throws unless the service confirms that our checksum was right.</summary>
    /// <exception cref="KeyProviderException">IntegrityCheckFailed.</exception>
    public void ThrowIfNotConfirmed(string name)
    {
        if (!_confirmed.Contains(name))
        {
            throw GcpFailures.Checksum("the service did not confirm the checksum of the request");
        }
    }

    public void Dispose()
    {
        foreach (byte[] bytes in _bytes.Values)
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private void Add(string name, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String when name is "plaintext" or "ciphertext":
                Put(name, reader.GetBytesFromBase64());
                break;
            case JsonTokenType.String:
                _texts[name] = reader.GetString()!;
                break;
            case JsonTokenType.Number:
                _texts[name] = reader.GetInt64().ToString(CultureInfo.InvariantCulture);
                break;
            case JsonTokenType.True:
                _confirmed.Add(name);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void Put(string name, byte[] bytes)
    {
        if (!_bytes.TryAdd(name, bytes))
        {
            CryptographicOperations.ZeroMemory(bytes);
            throw new FormatException();
        }
    }

    private void ThrowIfWrong(string name, ReadOnlySpan<byte> data)
    {
        if (!uint.TryParse(Text(name + "Crc32c"), NumberStyles.None, CultureInfo.InvariantCulture, out uint expected))
        {
            throw GcpFailures.Checksum("the answer has no checksum");
        }

        if (Crc32C.Compute(data) != expected)
        {
            throw GcpFailures.Checksum("the checksum of the answer is wrong");
        }
    }
}
