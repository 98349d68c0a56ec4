using System.CommandLine;
using System.CommandLine.Help;

namespace Kmip.ProxyHost.Cli;

/// <summary>What the program is to do.</summary>
internal enum ProxyCommand
{
    Serve,
    Inspect,
    Check,
    AddKey,
    Demo,
    Help,
    Version,
}

/// <summary>The command line as understood: command, options, and the child's command after <c>--</c>.</summary>
internal sealed class ProxyCommandLine
{
    /// <summary>Built once: the option objects are shared and know their commands.</summary>
    private static readonly RootCommand Root = CreateRoot();

    private readonly ParseResult? _result;

    private ProxyCommandLine(ProxyCommand command, ParseResult? result, string[] child)
    {
        Command = command;
        _result = result;
        Child = child;
    }

    /// <summary>What to do.</summary>
    public ProxyCommand Command { get; }

    /// <summary>The program to start and its arguments; empty where there is none.</summary>
    public IReadOnlyList<string> Child { get; }

    /// <summary>The value of an option, or null.</summary>
    public string? this[ProxyOption option] => Has(option) ? _result!.GetValue((Option<string>)option.Symbol) : null;

    /// <summary>True where an option is given.</summary>
    public bool Has(ProxyOption option) => _result?.GetResult(option.Symbol) is { Implicit: false };

    /// <summary>Secrets that stand on the command line, where every user of the machine can list them.</summary>
    public IEnumerable<ProxyOption> ExposedSecrets() => ProxyOptions.Keys.Where(option => option.IsSecret && Has(option));

    /// <summary>Reads the arguments. Throws <see cref="ProxyException"/> (<see cref="ExitCode.Usage"/>) with a message that repeats no value.</summary>
    public static ProxyCommandLine Parse(string[] arguments)
    {
        int end = Array.IndexOf(arguments, "--");
        string[] own = end < 0 ? arguments : arguments[..end];
        string[] child = end < 0 ? [] : arguments[(end + 1)..];
        Command? subcommand = own.Length > 0 ? Root.Subcommands.FirstOrDefault(command => command.Name == own[0]) : null;
        if (own.Any(static argument => argument is "--help" or "-help" or "-h" or "-?" or "/?"))
        {
            return new ProxyCommandLine(ProxyCommand.Help, Root.Parse(subcommand is null ? ["--help"] : [subcommand.Name, "--help"]), []);
        }

        if (own.Any(static argument => argument is "--version" or "-version"))
        {
            return new ProxyCommandLine(ProxyCommand.Version, null, []);
        }

        (ProxyCommand kind, ProxyOption[] options) = Describe(subcommand?.Name);
        if (end >= 0 && (kind != ProxyCommand.Serve || child.Length == 0))
        {
            throw CommandLineGuard.Usage(kind == ProxyCommand.Serve ? "nothing follows --: give the command to start" : "only serving starts a command after --");
        }

        List<string> tokens = CommandLineGuard.Normalize(own.AsSpan(subcommand is null ? 0 : 1), options, subcommand is null ? 1 : 2);
        if (subcommand is not null)
        {
            tokens.Insert(0, subcommand.Name);
        }

        ParseResult result = Root.Parse(tokens, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        return result.Errors.Count == 0
            ? new ProxyCommandLine(kind, result, child)
            : throw CommandLineGuard.Usage("the command line is not valid"); // cannot happen after the guard; the parser's text may hold values
    }

    /// <summary>Writes the help of the command that was asked about.</summary>
    public void WriteHelp(TextWriter output) => _result!.Invoke(new InvocationConfiguration { Output = output, Error = output });

    private static (ProxyCommand Command, ProxyOption[] Options) Describe(string? name) => name switch
    {
        "inspect" => (ProxyCommand.Inspect, ProxyOptions.Examine),
        "check" => (ProxyCommand.Check, ProxyOptions.Examine),
        "add-key" => (ProxyCommand.AddKey, ProxyOptions.AddKey),
        "demo" => (ProxyCommand.Demo, ProxyOptions.Demo),
        _ => (ProxyCommand.Serve, ProxyOptions.Serve),
    };

    private static RootCommand CreateRoot()
    {
        RootCommand root = new(
            "Opens an encrypted MongoDB Atlas snapshot: unwraps the snapshot's master key with the cloud key service that wrapped it and serves it to a local "
            + "mongod over KMIP. Every option may be written with one dash or two, as \"-name value\" or \"-name=value\". "
            + "After \"--\" may stand a command to start and to end with, for example: -- mongod --dbpath ...");
        AddOptions(root, ProxyOptions.Serve);
        root.SetAction(static _ => 0); // serving needs no subcommand; the parser only parses, nothing runs through it
        AddCommand(root, "inspect", "Says offline what keys, clouds and fields the dbpath has, what is missing, and what would be tried. Shows no secret.", ProxyOptions.Examine);
        AddCommand(root, "check", "Unwraps every key as serving would, serves nothing, shows no key.", ProxyOptions.Examine);
        AddCommand(root, "add-key", "Wraps a new or a given 32-byte master key and writes it into the dbpath.", ProxyOptions.AddKey);
        AddCommand(root, "demo", "Prepares a temporary dbpath without a cloud, serves it, fetches its key over KMIP, and shows each step.", ProxyOptions.Demo);
        return root;
    }

    private static void AddCommand(RootCommand root, string name, string description, ProxyOption[] options)
    {
        Command command = new(name, description);
        AddOptions(command, options);
        root.Add(command);
    }

    private static void AddOptions(Command command, ProxyOption[] options)
    {
        foreach (ProxyOption option in options)
        {
            command.Add(option.Symbol);
        }

        if (command.Options.OfType<HelpOption>().FirstOrDefault()?.Action is HelpAction help)
        {
            help.MaxWidth = 120;
        }
    }
}
