namespace Kmip.ProxyHost.Cli;

/// <summary>
/// Walks over the arguments before the parser sees them, for what the parser does not promise: one dash or two, no empty <c>-name=</c> (the parser would
/// take the next option for the value), no option twice, no response files, and never a value in a message, since a misplaced argument may be a secret.
/// The parser then gets only <c>--name=value</c> and <c>--name</c>.
/// </summary>
internal static class CommandLineGuard
{
    /// <summary>Checks the arguments of one command, which are counted from a given number in messages. Throws <see cref="ProxyException"/> (<see cref="ExitCode.Usage"/>).</summary>
    public static List<string> Normalize(ReadOnlySpan<string> arguments, ProxyOption[] options, int firstNumber)
    {
        List<string> normalized = [];
        HashSet<ProxyOption> seen = [];
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            if (!argument.StartsWith('-') || argument.Length < 2)
            {
                throw Usage(argument.StartsWith('@')
                    ? $"argument {i + firstNumber}: response files (@file) are not supported"
                    : $"argument {i + firstNumber} is not an option (a value that belongs to no option, or a misspelt command)");
            }

            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = (equals < 0 ? argument : argument[..equals]).TrimStart('-');
            ProxyOption option = Find(argument, name, options);
            if (!seen.Add(option))
            {
                throw Usage($"option --{option.Name} is given twice");
            }

            normalized.Add(equals >= 0 ? WithValue(option, argument[(equals + 1)..]) : Separate(option, arguments, options, ref i));
        }

        return normalized;
    }

    /// <summary>An error of the command line.</summary>
    public static ProxyException Usage(string problem) => new(ExitCode.Usage, problem + " (see kmip-proxy --help)");

    private static string WithValue(ProxyOption option, string value)
    {
        if (!option.TakesValue)
        {
            throw Usage($"option --{option.Name} is a switch and takes no value");
        }

        return value.Length > 0 ? $"--{option.Name}={value}" : throw Usage($"option --{option.Name} has an empty value");
    }

    private static string Separate(ProxyOption option, ReadOnlySpan<string> arguments, ProxyOption[] options, ref int i)
    {
        if (!option.TakesValue)
        {
            return "--" + option.Name;
        }

        if (i + 1 >= arguments.Length || IsOption(arguments[i + 1], options))
        {
            throw Usage($"option --{option.Name} needs a value");
        }

        return WithValue(option, arguments[++i]);
    }

    private static bool IsOption(string argument, ProxyOption[] options)
    {
        if (!argument.StartsWith('-'))
        {
            return false;
        }

        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        string name = (equals < 0 ? argument : argument[..equals]).TrimStart('-');
        return Array.Exists(options, option => option.Name == name);
    }

    private static ProxyOption Find(string argument, string name, ProxyOption[] options)
    {
        bool dashes = argument.StartsWith("--", StringComparison.Ordinal) ? argument.Length > 2 && argument[2] != '-' : argument[1] != '-';
        ProxyOption? exact = dashes ? Array.Find(options, option => option.Name == name) : null;
        if (exact is not null)
        {
            return exact;
        }

        ProxyOption? close = Array.Find(options, option => string.Equals(option.Name, name, StringComparison.OrdinalIgnoreCase));
        if (close is not null)
        {
            throw Usage($"unknown option; did you mean --{close.Name}?");
        }

        // Only what can be a name is repeated: a secret pasted after a dash stays out of the message.
        bool shown = name.Length is > 0 and <= 32 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');
        throw Usage(shown ? $"unknown option --{name}" : "unknown option");
    }
}
