using System.Globalization;
using System.Text;
using Kmip.Protocol;

namespace Kmip.Client;

/// <summary>The text of a failed operation.</summary>
internal static class ResultText
{
    // A hostile server must not fill the log or move the cursor of a terminal with its Result Message.
    private const int MaximumServerText = 400;

    public static string Describe(Operation operation, ResultStatus status, ResultReason? reason, string? serverMessage)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"The server answered {operation} with {status}");
        if (reason is { } given)
        {
            text.Append(Enum.IsDefined(given) ? $", reason {given}" : string.Create(CultureInfo.InvariantCulture, $", reason 0x{(uint)given:X8}"));
        }

        text.Append('.');
        if (!string.IsNullOrWhiteSpace(serverMessage))
        {
            text.Append(" It says: ").Append(Printable(serverMessage));
        }

        return text.ToString();
    }

    private static string Printable(string text)
    {
        StringBuilder printable = new(Math.Min(text.Length, MaximumServerText));
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, MaximumServerText)))
        {
            printable.Append(char.IsControl(c) ? '?' : c);
        }

        return text.Length > MaximumServerText ? printable.Append(" ...").ToString() : printable.ToString();
    }
}
