using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Kmip.ProxyHost.Hardening;

/// <summary>
/// The .NET runtime listens on a diagnostics socket in the temporary directory, through which any process of the same user can take a dump of all memory. It
/// is opened before the first line of a program runs, and only an environment variable prevents it. So the program starts itself again, in the same process,
/// with the variable set. Linux only; programs compiled ahead of time have no such socket.
/// </summary>
internal static class DiagnosticsRestart
{
    /// <summary>The runtime's variable. Somebody who sets it to 1 (to debug the proxy) keeps the socket.</summary>
    public const string Variable = "DOTNET_EnableDiagnostics";

    /// <summary>True where the runtime may have opened its socket and nobody has decided about it.</summary>
    public static bool IsNeeded(Func<string, string?> environment) =>
        OperatingSystem.IsLinux() && IsJustInTime && environment(Variable) is null;

    /// <summary>Every host of the just-in-time runtime hands it this list; a program compiled ahead of time has none.</summary>
    private static bool IsJustInTime => AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is not null;

    /// <summary>Starts the program anew in this process. Returns only where that fails, with the reason.</summary>
    public static string? Run()
    {
        try
        {
            byte[] arguments = File.ReadAllBytes("/proc/self/cmdline");
            byte[] environment = [.. File.ReadAllBytes("/proc/self/environ"), .. Encoding.ASCII.GetBytes(Variable + "=0\0")];
            string program = Environment.ProcessPath is string path && File.Exists(path) ? path : "/proc/self/exe";
            RemoveSockets();
            using NativeStrings nativeArguments = new(arguments);
            using NativeStrings nativeEnvironment = new(environment);
            int errno = HardeningCalls.Replace(program, nativeArguments.Pointers, nativeEnvironment.Pointers);
            CryptographicOperations.ZeroMemory(arguments);
            CryptographicOperations.ZeroMemory(environment);
            return Marshal.GetPInvokeErrorMessage(errno);
        }
        catch (Exception e) when (Files.FileErrors.IsFileError(e))
        {
            return Files.FileErrors.Describe(e);
        }
    }

    /// <summary>
    /// Replacing a program runs none of its exit code, so what the runtime made in the temporary directory would stay. The names end in the process' start
    /// time, so they cannot be those of a process of the same number elsewhere (a container that shares the directory).
    /// </summary>
    private static void RemoveSockets()
    {
        // Field 22 of stat(5) is the start time; the second field may hold spaces and brackets, so counting starts after the last bracket.
        string stat = File.ReadAllText("/proc/self/stat");
        string start = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[22 - 3];
        string process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        foreach (string name in (ReadOnlySpan<string>)
            [$"dotnet-diagnostic-{process}-{start}-socket", $"clr-debug-pipe-{process}-{start}-in", $"clr-debug-pipe-{process}-{start}-out"])
        {
            File.Delete(Path.Combine(Path.GetTempPath(), name));
        }
    }
}
