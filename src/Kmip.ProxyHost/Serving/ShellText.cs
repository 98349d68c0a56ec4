using System.Globalization;
using System.Text;

namespace Kmip.ProxyHost.Serving;

/// <summary>Writes arguments so that a shell takes them as they are: the printed commands are meant to be copied.</summary>
internal static class ShellText
{
    private const string Plain = "-_.,:/@%+=";

    /// <summary>A command line for the shell of this system.</summary>
    public static string Join(IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Select(static argument => OperatingSystem.IsWindows() ? QuoteForWindows(argument) : Quote(argument)));

    /// <summary>
    /// One argument for a POSIX shell. Text with characters that a terminal would act on instead of showing is written with escapes
    /// (<c>$'...'</c>, POSIX.1-2024 section 2.2.4), so that what is seen is what is run.
    /// </summary>
    public static string Quote(string argument)
    {
        if (argument.Length > 0 && argument.All(static c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal)))
        {
            return argument;
        }

        return argument.EnumerateRunes().Any(IsHidden)
            ? Escape(argument)
            : "'" + argument.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
    }

    /// <summary>One argument for cmd and PowerShell. A Windows path holds neither a quotation mark nor a control character.</summary>
    public static string QuoteForWindows(string argument) =>
        argument.Length > 0 && argument.All(static c => char.IsAsciiLetterOrDigit(c) || @"-_.:/\".Contains(c, StringComparison.Ordinal)) ? argument : $"\"{argument}\"";

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Escape(string argument)
    {
        StringBuilder text = new("$'");
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune rune in argument.EnumerateRunes())
        {
            if (IsHidden(rune))
            {
                foreach (byte b in bytes[..rune.EncodeToUtf8(bytes)])
                {
                    text.Append('\\').Append(Convert.ToString(b, 8).PadLeft(3, '0'));
                }
            }
            else
            {
                text.Append(rune.Value is '\'' or '\\' ? "\\" : "").Append(rune);
            }
        }

        return text.Append('\'').ToString();
    }
}
