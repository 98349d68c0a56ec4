using System.Globalization;
using System.Text.Json;

namespace Kmip.KeyProviders.Azure;

/// <summary>
/// What a failure of Azure's services says, as far as it decides anything: the code of a Key Vault error with the innermost code, or the code of an
/// OAuth error with the number of Entra ID. Texts are never read.
/// </summary>
internal sealed class AzureErrorAnswer
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = AzureJson.MaximumDepth };

    /// <summary>The code: <c>Forbidden</c>, <c>invalid_client</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The innermost code, such as <c>KeyDisabled</c>, or Entra's number as <c>AADSTS7000215</c>; null where there is none.</summary>
    public string? Inner { get; private init; }

    /// <summary>The most exact code there is.</summary>
    public string Exact => Inner ?? Code;

    /// <summary>Reads the body; null: it is no answer of Azure's.</summary>
    public static AzureErrorAnswer? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, Limits);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("error", out JsonElement error))
            {
                return null;
            }

            return error.ValueKind == JsonValueKind.String
                ? new AzureErrorAnswer { Code = error.GetString()!, Inner = EntraNumber(root) }
                : Text(error, "code") is { } code ? new AzureErrorAnswer { Code = code, Inner = Innermost(error) } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Innermost(JsonElement error)
    {
        string? code = null;
        while (error.TryGetProperty("innererror", out JsonElement inner) && inner.ValueKind == JsonValueKind.Object)
        {
            error = inner;
            code = Text(error, "code") ?? code;
        }

        return code;
    }

    private static string? EntraNumber(JsonElement root) =>
        root.TryGetProperty("error_codes", out JsonElement codes) && codes.ValueKind == JsonValueKind.Array && codes.GetArrayLength() > 0
        && codes[0].ValueKind == JsonValueKind.Number && codes[0].TryGetInt32(out int number) && number > 0
            ? "AADSTS" + number.ToString(CultureInfo.InvariantCulture)
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
