using System.Net;
using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Commands;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Hardening;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Logging;

namespace Kmip.ProxyHost;

/// <summary>From arguments to exit code.</summary>
internal static class ProxyProgram
{
    /// <summary>Runs the program in its real surroundings, hardened.</summary>
    public static async Task<ExitCode> RunAsync(string[] arguments)
    {
        IReadOnlyList<string> gaps = ProcessHardening.Apply(arguments);
        return await RunAsync(
            arguments, new PhysicalFileSystem(), Environment.GetEnvironmentVariable, TimeProvider.System, new KeyProviderFactory(), Console.Out,
            Console.Error, default, gaps).ConfigureAwait(false);
    }

    /// <summary>Runs the program in given surroundings; never throws for anything that an operator, a cloud or a disk can cause.</summary>
    public static async Task<ExitCode> RunAsync(
        string[] arguments, IFileSystem files, Func<string, string?> environment, TimeProvider time, IKeyProviderFactory providers,
        TextWriter output, TextWriter error, CancellationToken cancellationToken, IReadOnlyList<string>? hardeningGaps = null)
    {
        ProxyLog log = new(output, error, time, json: false, LogVerbosity.Info);
        try
        {
            ProxyCommandLine options = ProxyCommandLine.Parse(arguments);
            log = new ProxyLog(output, error, time, IsJson(options), VerbosityOf(options));
            WarnOfExposedSecrets(options, log);
            foreach (string gap in hardeningGaps ?? [])
            {
                log.Warning(gap);
            }

            UseProxyOnlyWhenAsked(options);
            ProxyContext context = new()
            {
                Options = options,
                Files = files,
                Environment = environment,
                Time = time,
                Log = log,
                Output = output,
                Providers = providers,
            };
            return await RunCommandAsync(context, arguments.Length == 0, cancellationToken).ConfigureAwait(false);
        }
        catch (ProxyException e)
        {
            log.Error(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.Error("interrupted");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            log.Error(FileErrors.Describe(e));
            return ExitCode.File;
        }
        catch (Exception e)
        {
            // A fault of the program. The text of an unforeseen exception could hold anything, so only its kind and place are printed.
            log.Error($"internal fault {e.GetType().Name}; please report it with: {FirstFrame(e)}");
            return ExitCode.Internal;
        }
    }

    private static async Task<ExitCode> RunCommandAsync(ProxyContext context, bool withoutArguments, CancellationToken cancellationToken)
    {
        switch (context.Options.Command)
        {
            case ProxyCommand.Help:
                context.Options.WriteHelp(context.Output);
                return ExitCode.Success;
            case ProxyCommand.Version:
                context.Output.WriteLine("kmip-proxy " + Version);
                return ExitCode.Success;
            case ProxyCommand.Inspect:
                return InspectCommand.Run(context);
            case ProxyCommand.Check:
                return await CheckCommand.RunAsync(context, cancellationToken).ConfigureAwait(false);
            case ProxyCommand.AddKey:
                return await AddKeyCommand.RunAsync(context, cancellationToken).ConfigureAwait(false);
            case ProxyCommand.Demo:
                return await DemoCommand.RunAsync(context, cancellationToken).ConfigureAwait(false);
            default:
                return withoutArguments
                    ? throw new ProxyException(ExitCode.Usage, "usage: kmip-proxy -dbpath DIR -kmipPort PORT [options] (see kmip-proxy --help)")
                    : await ServeCommand.RunAsync(context, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The program's version.</summary>
    public static string Version { get; } = typeof(ProxyProgram).Assembly.GetName().Version is { } version ? version.ToString(3) : "0.0.0";

    private static bool IsJson(ProxyCommandLine options) => options[ProxyOptions.LogFormat] switch
    {
        null or "text" => false,
        "json" => true,
        _ => throw CommandLineGuard.Usage("option --logFormat must be text or json"),
    };

    private static LogVerbosity VerbosityOf(ProxyCommandLine options) => options[ProxyOptions.LogLevel] switch
    {
        "error" => LogVerbosity.Error,
        "warning" => LogVerbosity.Warning,
        null or "info" => LogVerbosity.Info,
        "debug" => LogVerbosity.Debug,
        "trace" => LogVerbosity.Trace,
        _ => throw CommandLineGuard.Usage("option --logLevel must be error, warning, info, debug or trace"),
    };

    private static void WarnOfExposedSecrets(ProxyCommandLine options, ProxyLog log)
    {
        foreach (ProxyOption option in options.ExposedSecrets())
        {
            log.Warning($"option --{option.Name} puts a secret on the command line, where other users of this machine can read it: use the environment "
                + $"or --{option.Name}File instead");
        }
    }

    /// <summary>Some calls of the AWS library (instance metadata, single sign-on) use the process-wide proxy, which the environment would set.</summary>
    private static void UseProxyOnlyWhenAsked(ProxyCommandLine options)
    {
        if (!options.Has(ProxyOptions.UseEnvironmentProxy))
        {
            HttpClient.DefaultProxy = new WebProxy();
        }
    }

    private static string FirstFrame(Exception e)
    {
        string stack = e.StackTrace ?? "";
        int end = stack.IndexOf('\n', StringComparison.Ordinal);
        return (end < 0 ? stack : stack[..end]).Trim();
    }
}
