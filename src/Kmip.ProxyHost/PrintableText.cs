using System.Text;

namespace Kmip.ProxyHost;

/// <summary>Makes text that others chose (file names, identifiers from clients) safe to print on one line.</summary>
internal static class PrintableText
{
    private const int UsualLength = 200;

    /// <summary>
    /// The text with control characters and unpaired surrogates replaced by <c>?</c> and cut after a number of characters. Stops forged log lines and
    /// terminal escapes.
    /// </summary>
    public static string Printable(this string text, int maximumLength = UsualLength)
    {
        StringBuilder result = new(Math.Min(text.Length, maximumLength) + 1);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (result.Length >= maximumLength)
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
