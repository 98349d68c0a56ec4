using System.Buffers;
using System.IO.Pipelines;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>The part that has a message answered and sends the answer.</summary>
internal sealed partial class SessionConnection
{
    private async ValueTask<SessionEnd?> AnswerAsync(ReadOnlySequence<byte> frame, TtlvWriter writer)
    {
        if (_options.Recheck.Refuse(_client, _time.GetUtcNow()) is { } refusal)
        {
            _logger.ClientRefused(_client.Fingerprint, refusal);
            return SessionEnd.ClientRefused;
        }

        using var message = new FrameBuffer(frame);
        using var timeout = new CancellationTokenSource(_options.RequestTimeout, _time);
        writer.Reset();
        ValueTask handling = _handler.HandleAsync(message.Memory, writer, _client, timeout.Token);
        if (handling.IsCompleted)
        {
            await handling.ConfigureAwait(false);
        }
        else if (await OverstaysAsync(handling.AsTask()).ConfigureAwait(false))
        {
            return SessionEnd.RequestAbandoned;
        }

        return await SendAsync(writer).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits for a handler; true where it outlived even its cancellation. The client's connection is then closed at once, but the session
    /// stays until the handler returns: it still reads the message and writes to the buffer.
    /// </summary>
    private async ValueTask<bool> OverstaysAsync(Task handling)
    {
        try
        {
            await handling.WaitAsync(_options.RequestTimeout + _options.AbandonGrace, _time).ConfigureAwait(false);
            return false;
        }
        catch (TimeoutException) when (!handling.IsCompleted)
        {
            await AbortAsync().ConfigureAwait(false);
            await handling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        }
    }

    private async ValueTask<SessionEnd?> AnswerLostFramingAsync(TtlvException error, TtlvWriter writer)
    {
        _logger.FramingLost(error.Error.ToString(), _client.Fingerprint);
        writer.Reset();
        _handler.WriteFramingError(error, writer);
        await SendAsync(writer).ConfigureAwait(false);
        return SessionEnd.FramingLost;
    }

    /// <summary>Sends what was written; a handler that wrote nothing has given the connection up.</summary>
    private async ValueTask<SessionEnd?> SendAsync(TtlvWriter writer)
    {
        if (writer.Length == 0)
        {
            return SessionEnd.InternalError;
        }

        _transport.Output.Write(writer.WrittenSpan);
        writer.Reset();
        FlushResult flushed = await FlushAsync().ConfigureAwait(false);
        if (flushed.IsCanceled)
        {
            await AbortAsync().ConfigureAwait(false);
            return SessionEnd.SendTimeout;
        }

        return flushed.IsCompleted ? SessionEnd.ClientClosed : null;
    }

    private async ValueTask<FlushResult> FlushAsync()
    {
        long since = _time.GetTimestamp();
        while (true)
        {
            ValueTask<FlushResult> flushing = _transport.Output.FlushAsync(CancellationToken.None);
            bool waits = !flushing.IsCompleted;
            if (waits)
            {
                _sending = true;
                _alarm.Change(_options.SendTimeout, Timeout.InfiniteTimeSpan);
            }

            FlushResult flushed = await flushing.ConfigureAwait(false);
            if (waits)
            {
                _alarm.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _sending = false;
            }

            // An alarm that was meant for an earlier wait cancels this one too early: go on waiting.
            if (!flushed.IsCanceled || _time.GetElapsedTime(since) >= _options.SendTimeout)
            {
                return flushed;
            }
        }
    }

    /// <summary>Ends the sending direction without waiting for what is still unsent.</summary>
    private ValueTask AbortAsync() => _transport.Output.CompleteAsync(new TimeoutException("The connection was given up."));
}
