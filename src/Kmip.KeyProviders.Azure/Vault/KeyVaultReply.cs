using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Kmip.KeyProviders.Azure;

/// <summary>A success of the vault. Zeroed when disposed.</summary>
internal sealed class KeyVaultReply : IDisposable
{
    private readonly Dictionary<string, byte[]> _bytes = [];

    private KeyVaultReply()
    {
    }

    /// <summary>The key the vault used; null: it names none.</summary>
    public AzureKeyIdentifier? Key { get; private set; }

    /// <summary>Reads the body.</summary>
    /// <param name="body">The body; the caller zeroes it.</param>
    public static KeyVaultReply Read(ReadOnlySpan<byte> body)
    {
        var reply = new KeyVaultReply();
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
            throw AzureFailures.NotAnAnswer(AzureService.Vault);
        }
    }

    /// <summary>The bytes of a field, valid until this is disposed; empty where it is not there.</summary>
    public ReadOnlySpan<byte> Data(string name) => _bytes.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (byte[] bytes in _bytes.Values)
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private void Add(string name, ref Utf8JsonReader reader)
    {
        if (name == "kid" && reader.TokenType == JsonTokenType.String)
        {
            Key = AzureKeyIdentifier.TryParse(reader.GetString(), out AzureKeyIdentifier? key) ? key : null;
        }
        else if (name is "value" or "iv" or "tag" && reader.TokenType == JsonTokenType.String)
        {
            byte[] bytes = reader.ValueIsEscaped ? throw new FormatException() : Base64Url.DecodeFromUtf8(reader.ValueSpan);
            if (!_bytes.TryAdd(name, bytes))
            {
                CryptographicOperations.ZeroMemory(bytes);
                throw new FormatException();
            }
        }
        else
        {
            reader.Skip();
        }
    }
}
