namespace Kmip.Client;

/// <summary>One open connection: sends a request, reads its response, and is closed for good at the first thing that goes wrong.</summary>
internal sealed class KmipConnection : IAsyncDisposable
{
    private readonly KmipClientOptions _options;
    private readonly Stream _stream;
    private readonly ResponseBuffer _response;
    private bool _hasAnswered;

    private KmipConnection(KmipClientOptions options, Stream stream)
    {
        _options = options;
        _stream = stream;
        _response = new ResponseBuffer(options.MaximumResponseSize);
    }

    /// <summary>False once the connection can carry no further request.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>True if the server may have closed the connection while it was idle: it has answered before, and nothing of this answer came.</summary>
    public bool WasStale { get; private set; }

    /// <summary>Connects. The caller bounds the time.</summary>
    public static async ValueTask<KmipConnection> OpenAsync(KmipClientOptions options, CancellationToken cancellationToken)
    {
        Stream stream = options.OpenStream is { } open
            ? await open(cancellationToken).ConfigureAwait(false)
            : await TlsConnector.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        return new KmipConnection(options, stream);
    }

    /// <summary>Sends a message and waits for the answer, which is valid until <see cref="ReleaseResponse"/>.</summary>
    /// <exception cref="KmipConnectionException">No usable answer; the connection is closed.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        bool done = false;
        try
        {
            await _stream.WriteAsync(request, cancellationToken).ConfigureAwait(false);
            await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            await _response.ReadAsync(_stream, cancellationToken).ConfigureAwait(false);
            done = _hasAnswered = true;
            return _response.Message;
        }
        catch (IOException exception)
        {
            WasStale = _hasAnswered && !_response.HasBegun;
            throw Closed(exception);
        }
        finally
        {
            if (!done)
            {
                // A late answer to this request must never be taken for the answer to the next one.
                await DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Zeroes the response.</summary>
    public void ReleaseResponse() => _response.Clear();

    public async ValueTask DisposeAsync()
    {
        if (IsUsable)
        {
            IsUsable = false;
            _response.Dispose();
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private KmipConnectionException Closed(IOException exception)
    {
        string server = $"{_options.Host}, port {_options.Port}";
        return _hasAnswered
            ? new KmipConnectionException(
                KmipConnectionError.Closed, $"The server at {server} closed the connection before the answer was complete.", exception)
            : new KmipConnectionException(
                KmipConnectionError.ClosedBeforeFirstResponse,
                $"The server at {server} closed the connection before its first answer. A server that refuses the client certificate does this: check that the certificate and its issuer are the ones it accepts.",
                exception);
    }
}
