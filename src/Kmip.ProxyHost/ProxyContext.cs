using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Logging;

namespace Kmip.ProxyHost;

/// <summary>What a command works with: options, files, environment, clock, output. Everything outside the process comes through here.</summary>
internal sealed class ProxyContext
{
    /// <summary>The command line.</summary>
    public required ProxyCommandLine Options { get; init; }

    /// <summary>The file system.</summary>
    public required IFileSystem Files { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>What is said while working.</summary>
    public required ProxyLog Log { get; init; }

    /// <summary>Where a command's result goes (<c>inspect --json</c>).</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Makes key providers.</summary>
    public required IKeyProviderFactory Providers { get; init; }

    /// <summary>The dbpath. Throws <see cref="ProxyException"/> where the option is missing or blank.</summary>
    public string RequireDatabasePath()
    {
        string path = Options[ProxyOptions.DatabasePath] ?? throw CommandLineGuard.Usage("option -dbpath is missing: name the snapshot's directory");
        return !string.IsNullOrWhiteSpace(path) && !path.Contains('\0')
            ? path
            : throw new ProxyException(ExitCode.Usage, "option -dbpath is blank: name the snapshot's directory");
    }
}
