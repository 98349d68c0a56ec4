using System.Globalization;
using System.Text.Json;

namespace Kmip.KeyProviders.Gcp;

/// <summary>
/// What a failure of Google's services says, as far as it decides anything: the codes of a google.rpc.Status in JSON, or the code of an OAuth
/// error. Texts are searched for the names of key states and never passed on.
/// </summary>
internal sealed class GcpErrorAnswer
{
    /// <summary>Honest answers nest six deep.</summary>
    private const int MaximumDepth = 16;

    private static readonly string[] States = ["DESTROY_SCHEDULED", "DESTROYED", "DISABLED", "PENDING_GENERATION", "PENDING_IMPORT", "GENERATION_FAILED", "IMPORT_FAILED"];

    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = MaximumDepth };

    /// <summary>The code: <c>PERMISSION_DENIED</c>, <c>invalid_grant</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The reason of an ErrorInfo, such as <c>SERVICE_DISABLED</c>; null where there is none.</summary>
    public string? Reason { get; private set; }

    /// <summary>The type of a violated precondition, such as <c>KEY_DISABLED</c>; null where there is none.</summary>
    public string? Violation { get; private set; }

    /// <summary>The state of the key version that the failure names, one of the names Cloud KMS has; null where it names none.</summary>
    public string? KeyState { get; private set; }

    /// <summary>How long a RetryInfo asks to wait; null where there is none.</summary>
    public TimeSpan? RetryDelay { get; private set; }

    /// <summary>Reads the body; null: it is no answer of Google's.</summary>
    public static GcpErrorAnswer? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, Limits);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out JsonElement error) ? Read(error) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static GcpErrorAnswer? Read(JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String)
        {
            return new GcpErrorAnswer { Code = error.GetString()! };
        }

        if (error.ValueKind != JsonValueKind.Object || Text(error, "status") is not { } status)
        {
            return null;
        }

        var answer = new GcpErrorAnswer { Code = status };
        if (error.TryGetProperty("details", out JsonElement details) && details.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement detail in details.EnumerateArray())
            {
                answer.Add(detail);
            }
        }

        // Older answers name the state in the text only.
        answer.KeyState ??= StateIn(Text(error, "message"));
        return answer;
    }

    private void Add(JsonElement detail)
    {
        if (detail.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        switch (Text(detail, "@type"))
        {
            case "type.googleapis.com/google.rpc.ErrorInfo":
                Reason ??= Text(detail, "reason");
                break;
            case "type.googleapis.com/google.rpc.RetryInfo":
                RetryDelay ??= Seconds(Text(detail, "retryDelay"));
                break;
            case "type.googleapis.com/google.rpc.PreconditionFailure" when detail.TryGetProperty("violations", out JsonElement violations) && violations.ValueKind == JsonValueKind.Array:
                foreach (JsonElement violation in violations.EnumerateArray().Where(static v => v.ValueKind == JsonValueKind.Object))
                {
                    Violation ??= Text(violation, "type");
                    KeyState ??= StateIn(Violation) ?? StateIn(Text(violation, "description"));
                }

                break;
        }
    }

    /// <summary>The last state named: the text begins with the key's name, which may look like one.</summary>
    private static string? StateIn(string? text) => text is null ? null : States
        .Select(state => (State: state, At: text.LastIndexOf(state, StringComparison.Ordinal)))
        .Where(static found => found.At >= 0)
        .OrderByDescending(static found => found.At)
        .Select(static found => found.State)
        .FirstOrDefault();

    /// <summary>A duration of protobuf's JSON: seconds with an <c>s</c>.</summary>
    private static TimeSpan? Seconds(string? text) =>
        text is { Length: > 1 and < 32 } && text[^1] == 's'
        && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
        && seconds is > 0 and < 3600
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
