using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Kmip.ProxyHost.Serving;

/// <summary>
/// The command after <c>--</c>: started once the proxy serves, with the proxy's own standard input and output, and the proxy ends when it ends. It gets the
/// signals that the proxy gets, and none of the proxy's credentials.
/// </summary>
internal static class ChildProcess
{
    /// <summary>Variables that may hold credentials of a cloud or options of the proxy: the child has no use for them.</summary>
    private static readonly string[] Withheld = ["KMIP_PROXY_", "AWS_", "AZURE_", "GOOGLE_"];

    /// <summary>
    /// Starts the child and waits for its end. The result is the child's exit code, or 128 + n where signal n ended it. Throws <see cref="ProxyException"/>
    /// (<see cref="ExitCode.Child"/>) where it cannot be started.
    /// </summary>
    public static async Task<ExitCode> RunAsync(ProxyContext context, StopSignals signals, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            return ExitCode.Success;
        }

        using Process process = Start(context);
        context.Log.Info($"started {context.Options.Child[0].Printable()} (process {process.Id})");
        using (signals.GiveTo((signal, first) => Forward(process, signal, first)))
        {
            // A stop that was asked for while the child started, or by whoever runs the program inside another.
            using CancellationTokenRegistration registration = stop.Register(() => Send(process, PosixSignal.SIGTERM));
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return (ExitCode)process.ExitCode;
    }

    private static Process Start(ProxyContext context)
    {
        string program = context.Options.Child[0];
        ProcessStartInfo start = new(program, context.Options.Child.Skip(1)) { UseShellExecute = false };
        foreach (string name in start.Environment.Keys.Where(IsWithheld).ToArray())
        {
            start.Environment.Remove(name);
        }

        try
        {
            return Process.Start(start) ?? throw CannotStart(program, "the system started nothing", null);
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException or InvalidOperationException)
        {
            string reason = e is Win32Exception error ? Marshal.GetPInvokeErrorMessage(error.NativeErrorCode) : "not found";
            throw CannotStart(program, reason, e);
        }
    }

    private static ProxyException CannotStart(string program, string reason, Exception? inner) =>
        new(ExitCode.Child, $"cannot start {program.Printable()}: {reason}", inner);

    private static bool IsWithheld(string name) => Array.Exists(Withheld, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Ctrl-C and the loss of a terminal reach the child without us when both are the terminal's foreground: sent once more, mongod would take them for a second
    /// request. Should such a signal have come to the proxy alone, it is passed on the second time.
    /// </summary>
    private static void Forward(Process process, PosixSignal signal, bool first)
    {
        bool reachesChild = signal is PosixSignal.SIGINT or PosixSignal.SIGHUP && first && Terminal.IsForeground();
        if (!reachesChild)
        {
            Send(process, signal);
        }
    }

    private static void Send(Process process, PosixSignal signal)
    {
        // On Windows the console tells every process that is attached to it.
        if (!OperatingSystem.IsWindows() && !process.HasExited)
        {
            _ = Terminal.Kill(process.Id, Terminal.NumberOf(signal));
        }
    }
}
