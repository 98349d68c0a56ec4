using System.Buffers;
using System.IO.Pipelines;
using Kmip.Ttlv;
using Microsoft.Extensions.Logging;

namespace Kmip.Server;

/// <summary>The state of one connection under <see cref="KmipSession"/>: this part reads.</summary>
internal sealed partial class SessionConnection : IDisposable
{
    private readonly IDuplexPipe _transport;
    private readonly ClientIdentity _client;
    private readonly IFrameHandler _handler;
    private readonly KmipSessionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ReceiveClock _clock;
    private readonly ITimer _alarm;
    private volatile bool _sending;

    public SessionConnection(
        IDuplexPipe transport, ClientIdentity client, IFrameHandler handler, KmipSessionOptions options, TimeProvider time, ILogger logger)
    {
        _transport = transport;
        _client = client;
        _handler = handler;
        _options = options;
        _time = time;
        _logger = logger;
        _clock = new ReceiveClock(options, time);

        // One timer for both directions. A late alarm only wakes a wait, which then looks at the clock: harmless.
        _alarm = time.CreateTimer(static state => ((SessionConnection)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _alarm.Dispose();

    /// <summary>Serves the connection to its end; does not throw.</summary>
    public async Task<SessionEnd> RunAsync(CancellationToken closing)
    {
        SessionEnd end;
        try
        {
            using CancellationTokenRegistration registration =
                closing.UnsafeRegister(static state => ((PipeReader)state!).CancelPendingRead(), _transport.Input);
            end = await ServeAsync(closing).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            end = SessionEnd.ConnectionLost;
        }
        catch (Exception exception)
        {
            end = Failed(exception);
        }

        await CompleteAsync().ConfigureAwait(false);
        return end;
    }

    private async Task<SessionEnd> ServeAsync(CancellationToken closing)
    {
        while (true)
        {
            ReadResult read = await ReadAsync().ConfigureAwait(false);
            (SessionEnd? end, long left) = await AnswerAllAsync(read.Buffer).ConfigureAwait(false);
            if (end is { } reason)
            {
                return reason;
            }

            if (closing.IsCancellationRequested)
            {
                return SessionEnd.ServerClosing;
            }

            if (read.IsCompleted)
            {
                return left == 0 ? SessionEnd.ClientClosed : SessionEnd.Truncated;
            }

            if (_clock.Check() is { } late)
            {
                return late;
            }
        }
    }

    private async ValueTask<ReadResult> ReadAsync()
    {
        ValueTask<ReadResult> pending = _transport.Input.ReadAsync(CancellationToken.None);
        if (pending.IsCompleted)
        {
            return await pending.ConfigureAwait(false);
        }

        _alarm.Change(_clock.UntilCheck(), Timeout.InfiniteTimeSpan);
        ReadResult result = await pending.ConfigureAwait(false);
        _alarm.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return result;
    }

    /// <summary>Answers every message that is whole in <paramref name="buffer"/>, in order; tells how many bytes of the next one are left.</summary>
    private async ValueTask<(SessionEnd? End, long Left)> AnswerAllAsync(ReadOnlySequence<byte> buffer)
    {
        SessionEnd? end = null;
        bool answered = false;
        TtlvWriter? writer = null;
        try
        {
            while (end is null && TryTakeFrame(ref buffer, out ReadOnlySequence<byte> frame, out TtlvException? error))
            {
                // Made per burst, so that an idle connection holds no response buffer.
                writer ??= new TtlvWriter();
                end = error is null
                    ? await AnswerAsync(frame, writer).ConfigureAwait(false)
                    : await AnswerLostFramingAsync(error, writer).ConfigureAwait(false);
                answered = true;
            }
        }
        finally
        {
            writer?.Dispose();
            _transport.Input.AdvanceTo(buffer.Start, buffer.End);
        }

        if (answered)
        {
            _clock.Restart(buffer.Length);
        }
        else
        {
            _clock.Received(buffer.Length);
        }

        return (end, buffer.Length);
    }

    private bool TryTakeFrame(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame, out TtlvException? error)
    {
        error = null;
        try
        {
            return TtlvFraming.TryReadFrame(ref buffer, KmipTag.RequestMessage, _options.Limits, out frame);
        }
        catch (TtlvException exception)
        {
            frame = default;
            error = exception;
            return true;
        }
    }

    private void Wake()
    {
        if (_sending)
        {
            _transport.Output.CancelPendingFlush();
        }
        else
        {
            _transport.Input.CancelPendingRead();
        }
    }

    private SessionEnd Failed(Exception exception)
    {
        Guid correlation = Guid.NewGuid();
        _logger.SessionFailed(exception.GetType().Name, correlation);
        _logger.SessionFailedDetails(correlation, exception);
        return SessionEnd.InternalError;
    }

    private async ValueTask CompleteAsync()
    {
        try
        {
            await _transport.Output.CompleteAsync().ConfigureAwait(false);
            await _transport.Input.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The transport is already gone: there is nothing left to close.
            _logger.SessionFailedDetails(Guid.Empty, exception);
        }
    }
}
