using System.Runtime.InteropServices;

namespace Kmip.ProxyHost.Hardening;

/// <summary>System calls that take rights away from the process itself.</summary>
internal static partial class HardeningCalls
{
    private const int SetDumpable = 4;
    private const int GetDumpable = 3;
    private const int CoreLimit = 4;

    /// <summary>
    /// Linux: no core file, and no other process of the same user may attach or read the memory (prctl(2), PR_SET_DUMPABLE). True where it holds afterwards.
    /// </summary>
    public static bool ForbidAttaching()
    {
        _ = ProcessControl(SetDumpable, 0, 0, 0, 0);
        return ProcessControl(GetDumpable, 0, 0, 0, 0) == 0;
    }

    /// <summary>Unix: the size of a core file is limited to nothing, for the process and its children (setrlimit(2), RLIMIT_CORE). True where it could be set.</summary>
    public static bool ForbidCoreFiles() => SetLimit(CoreLimit, new Limit(0, 0)) == 0;

    /// <summary>
    /// Replaces the program in this process (execve(2)): process id, open standard streams, working directory and signal dispositions stay. Returns only
    /// where it failed, with errno.
    /// </summary>
    public static int Replace(string program, nint[] arguments, nint[] environment)
    {
        _ = Execute(program, arguments, environment);
        return Marshal.GetLastPInvokeError();
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string program, nint[] arguments, nint[] environment);

    /// <summary>struct rlimit: two 64-bit numbers on every 64-bit system.</summary>
    private readonly record struct Limit(ulong Current, ulong Maximum);
}
