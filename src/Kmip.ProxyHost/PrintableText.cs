using System.Text;

namespace Kmip.ProxyHost;

/// <summary>Makes text that others chose (file names, identifiers from clients) safe to print on one line.</summary>
internal static class PrintableText
{
    private const int MaximumLength = 200;

    /// <summary>
    /// The text with control characters and unpaired surrogates replaced by <c>?</c> and cut after 200 characters. Stops forged log lines and
    /// terminal escapes.
    /// </summary>
    public static string Printable(this string text)
    {
        StringBuilder result = new(Math.Min(text.Length, MaximumLength) + 1);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (result.Length >= MaximumLength)
            {
                return result.Append('…').ToString();
            }

            bool hidden = Rune.IsControl(rune) || rune == Rune.ReplacementChar
                || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format
                    or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;
            result.Append(hidden ? "?" : rune.ToString());
        }

        return result.ToString();
    }
}
