using System.Globalization;
using System.Runtime.InteropServices;

namespace Kmip.ProxyHost.Serving;

/// <summary>
/// SIGINT, SIGTERM and SIGHUP while serving. The first asks for an orderly stop; a second SIGINT ends the process at once. A signal that was ignored when
/// the program started (SIGHUP under nohup) stays ignored. On Windows, Ctrl-C and the closing of the window take their places; Ctrl-Break ends the
/// process at once.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly TaskCompletionSource _interruptedTwice = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _interrupts;
    private Action<PosixSignal, bool>? _receiver;

    /// <summary>Listens from now on.</summary>
    public StopSignals()
    {
        foreach (PosixSignal signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            if (!IsIgnored(signal))
            {
                _registrations.Add(PosixSignalRegistration.Create(signal, Receive));
            }
        }
    }

    /// <summary>Ends with the first signal, except while a receiver takes the signals.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>
    /// Waits for a command's end, and no longer once a second SIGINT comes: then <see cref="ExitCode.Interrupted"/>, and what is still running ends with the
    /// process.
    /// </summary>
    public async Task<ExitCode> WaitForAsync(Task<ExitCode> command) =>
        await Task.WhenAny(command, _interruptedTwice.Task).ConfigureAwait(false) == command ? await command.ConfigureAwait(false) : ExitCode.Interrupted;

    /// <summary>
    /// Signals go to a receiver until the result is disposed: a child gets them, and its end is the program's. The receiver is told whether it is the first
    /// of its kind. One that came before asks for a stop as ever.
    /// </summary>
    public IDisposable GiveTo(Action<PosixSignal, bool> receiver)
    {
        _receiver = receiver;
        return new Return(this);
    }

    /// <summary>Listens no more.</summary>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void Receive(PosixSignalContext context)
    {
        context.Cancel = true;
        bool first = context.Signal != PosixSignal.SIGINT || Interlocked.Increment(ref _interrupts) == 1;
        if (_receiver is { } receiver)
        {
            receiver(context.Signal, first);
        }
        else if (first)
        {
            // Not on this thread: what runs when the token ends may take its time, and the next signal must be heard meanwhile.
            _ = _stop.CancelAsync();
        }
        else
        {
            _interruptedTwice.TrySetResult();
        }
    }

    /// <summary>Linux tells in a mask of 64 bits which signals the process ignores; elsewhere none is known to be.</summary>
    private static bool IsIgnored(PosixSignal signal)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        const string Label = "SigIgn:";
        string? line = File.ReadLines("/proc/self/status").FirstOrDefault(static line => line.StartsWith(Label, StringComparison.Ordinal));
        return line is not null && ulong.TryParse(line.AsSpan(Label.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong mask)
            && (mask & (1UL << (Terminal.NumberOf(signal) - 1))) != 0;
    }

    private sealed class Return(StopSignals signals) : IDisposable
    {
        public void Dispose() => signals._receiver = null;
    }
}
