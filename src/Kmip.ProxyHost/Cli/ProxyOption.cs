using System.CommandLine;

namespace Kmip.ProxyHost.Cli;

/// <summary>One option: its name, what it takes, and what may be said about it.</summary>
internal sealed class ProxyOption
{
    private ProxyOption(string name, string? valueName, bool secret, Option option)
    {
        Name = name;
        TakesValue = valueName is not null;
        IsSecret = secret;
        Symbol = option;
        option.Aliases.Add("-" + name);
    }

    /// <summary>The name without dashes, for example <c>dbpath</c>. Names are case-sensitive, as the original's are.</summary>
    public string Name { get; }

    /// <summary>False for a switch.</summary>
    public bool TakesValue { get; }

    /// <summary>True where the value must not stand on a command line that other users can list.</summary>
    public bool IsSecret { get; }

    /// <summary>The option as the parser knows it.</summary>
    public Option Symbol { get; }

    /// <summary>An option with a value.</summary>
    public static ProxyOption Value(string name, string valueName, string description, bool secret = false) =>
        new(name, valueName, secret, new Option<string>("--" + name) { Description = description, HelpName = valueName, Arity = ArgumentArity.ExactlyOne });

    /// <summary>A switch.</summary>
    public static ProxyOption Switch(string name, string description) =>
        new(name, null, false, new Option<bool>("--" + name) { Description = description, Arity = ArgumentArity.Zero });
}
