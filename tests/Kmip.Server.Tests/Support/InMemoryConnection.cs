using System.IO.Pipelines;

namespace Kmip.Server.Tests.Support;

/// <summary>Two pipes that stand for a connection: the server's end is an IDuplexPipe, the client's end is used directly.</summary>
public sealed class InMemoryConnection : IDuplexPipe
{
    private readonly Pipe _toServer;
    private readonly Pipe _toClient;

    public InMemoryConnection(long pauseResponsesAt = 65_536)
    {
        // Inline: continuations run inside the write, so tests need not wait for threads.
        var options = new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);
        _toServer = new Pipe(options);
        _toClient = new Pipe(new PipeOptions(
            readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false,
            pauseWriterThreshold: pauseResponsesAt, resumeWriterThreshold: Math.Max(1, pauseResponsesAt / 2)));
    }

    public PipeReader Input => _toServer.Reader;

    public PipeWriter Output => _toClient.Writer;

    public PipeWriter ToServer => _toServer.Writer;

    public PipeReader FromServer => _toClient.Reader;

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await ToServer.WriteAsync(bytes);

    /// <summary>Everything the server sent, up to its end of the connection.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        await FromServer.CopyToAsync(all).WaitAsync(TimeSpan.FromSeconds(20));
        return all.ToArray();
    }

    /// <summary>What the server has sent so far.</summary>
    public byte[] TakeAvailable()
    {
        if (!FromServer.TryRead(out ReadResult result))
        {
            return [];
        }

        byte[] bytes = System.Buffers.BuffersExtensions.ToArray(result.Buffer);
        FromServer.AdvanceTo(result.Buffer.End);
        return bytes;
    }
}
