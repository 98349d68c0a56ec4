using System.Text.Json;

namespace Kmip.KeyProviders.Azure;

/// <summary>A first look at bodies.</summary>
internal static class AzureJson
{
    /// <summary>Honest answers nest five deep.</summary>
    public const int MaximumDepth = 16;

    /// <summary>True for one whole JSON object.</summary>
    public static bool IsObject(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaximumDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
