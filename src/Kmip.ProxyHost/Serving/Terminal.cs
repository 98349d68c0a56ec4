using System.Runtime.InteropServices;
using Kmip.ProxyHost.Files;

namespace Kmip.ProxyHost.Serving;

/// <summary>What there is to know about signals and the terminal they may come from.</summary>
internal static partial class Terminal
{
    /// <summary>The number of a signal; the same on every Unix.</summary>
    public static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGTERM => 15,
        _ => throw new ArgumentOutOfRangeException(nameof(signal)),
    };

    /// <summary>True where this process group is the foreground of a terminal: its Ctrl-C reaches every process of the group.</summary>
    public static bool IsForeground()
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        int descriptor = UnixCalls.OpenForReading("/dev/tty", nonBlocking: true);
        if (descriptor < 0)
        {
            return false;
        }

        int foreground = ForegroundGroup(descriptor);
        _ = UnixCalls.Close(descriptor);
        return foreground == ProcessGroup();
    }

    /// <summary>kill(2).</summary>
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    private static partial int ForegroundGroup(int descriptor);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int ProcessGroup();
}
