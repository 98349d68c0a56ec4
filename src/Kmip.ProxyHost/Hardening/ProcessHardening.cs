using Kmip.ProxyHost.Cli;

namespace Kmip.ProxyHost.Hardening;

/// <summary>
/// What stands between the keys in this process and other processes of the same user: no core file, no attaching, no diagnostics socket
/// (docs/decisions/0018-process-hardening.md). To be called first of all in a program, before any secret is read.
/// </summary>
internal static class ProcessHardening
{
    private const string CrashDumpVariable = "DOTNET_DbgEnableMiniDump";

    /// <summary>
    /// Hardens the process, for commands that come to hold keys. May start the program anew in the same process, in which case it does not return.
    /// </summary>
    /// <returns>What could not be done, for the log.</returns>
    public static IReadOnlyList<string> Apply(string[] arguments)
    {
        if (!HoldsKeys(arguments))
        {
            return [];
        }

        List<string> gaps = [];
        if (OperatingSystem.IsLinux())
        {
            if (DiagnosticsRestart.IsNeeded(Environment.GetEnvironmentVariable) && DiagnosticsRestart.Run() is string failure)
            {
                gaps.Add("the diagnostics socket of the .NET runtime stays open to other processes of this user "
                    + $"({failure}): set {DiagnosticsRestart.Variable}=0 in the environment");
            }

            if (!HardeningCalls.ForbidAttaching())
            {
                gaps.Add("other processes of this user may read the memory of this one: the system refuses to forbid it");
            }
        }

        if (!OperatingSystem.IsWindows() && !HardeningCalls.ForbidCoreFiles())
        {
            gaps.Add("a crash may write the memory of this process to a core file: the system refuses to forbid it");
        }

        if (Environment.GetEnvironmentVariable(CrashDumpVariable) is "1")
        {
            gaps.Add($"{CrashDumpVariable}=1 is set: a crash may write the keys in memory to a file");
        }

        return gaps;
    }

    /// <summary>Help, the version and a wrong command line need no hardening, and answer faster without.</summary>
    private static bool HoldsKeys(string[] arguments)
    {
        try
        {
            return ProxyCommandLine.Parse(arguments).Command is not (ProxyCommand.Help or ProxyCommand.Version or ProxyCommand.Inspect);
        }
        catch (ProxyException)
        {
            // The program itself reports it in a moment.
            return false;
        }
    }
}
