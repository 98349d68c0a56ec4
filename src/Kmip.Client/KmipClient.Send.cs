using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Client;

public sealed partial class KmipClient
{
    private async Task<TResponse> SendInTurnAsync<TRequest, TResponse>(
        IKmipRequest<TRequest, TResponse> request, CancellationToken cancellationToken)
        where TRequest : IKmipRequest<TRequest, TResponse>
        where TResponse : IKmipResponse<TResponse>
    {
        RequestFrame.Write(_writer, request, Version);
        try
        {
            return await OnceAsync<TRequest, TResponse>(cancellationToken).ConfigureAwait(false);
        }
        catch (KmipConnectionException) when (_connection is { WasStale: true } && Repeatable.Contains(TRequest.Operation))
        {
            // The server closed the idle connection. Asking again can change nothing on the server, so it is done once, unseen.
            return await OnceAsync<TRequest, TResponse>(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TResponse> OnceAsync<TRequest, TResponse>(CancellationToken cancellationToken)
        where TRequest : IKmipRequest<TRequest, TResponse>
        where TResponse : IKmipResponse<TResponse>
    {
        KmipConnection connection = await UsableConnectionAsync(cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> response = await WithinAsync(
            _options.RequestTimeout,
            KmipConnectionError.RequestTimedOut,
            token => connection.ExchangeAsync(_writer.WrittenMemory, token),
            cancellationToken).ConfigureAwait(false);
        try
        {
            return ResponseFrame.Read<TResponse>(response.Span, TRequest.Operation);
        }
        catch (TtlvException exception)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new KmipConnectionException(
                KmipConnectionError.InvalidResponse, $"The server's answer to {TRequest.Operation} is not valid KMIP: {exception.Message}", exception);
        }
        finally
        {
            connection.ReleaseResponse();
        }
    }

    private async ValueTask<KmipConnection> UsableConnectionAsync(CancellationToken cancellationToken)
    {
        if (_connection is not { IsUsable: true })
        {
            _connection = await WithinAsync(
                _options.ConnectTimeout,
                KmipConnectionError.ConnectTimedOut,
                token => KmipConnection.OpenAsync(_options, token),
                cancellationToken).ConfigureAwait(false);
        }

        return _connection;
    }

    /// <summary>Runs something under a time limit, told apart from the caller's own cancellation and from disposal.</summary>
    private async ValueTask<T> WithinAsync<T>(
        TimeSpan limit, KmipConnectionError error, Func<CancellationToken, ValueTask<T>> run, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(limit, _options.TimeProvider);
        using CancellationTokenSource any = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken, _closing.Token);
        try
        {
            return await run(any.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (any.IsCancellationRequested && exception is not KmipOperationFailedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_disposed, this);
            throw new KmipConnectionException(
                error,
                error == KmipConnectionError.ConnectTimedOut
                    ? $"No connection to {_options.Host}, port {_options.Port}, within {limit.TotalSeconds:0.###} seconds."
                    : $"No answer from {_options.Host}, port {_options.Port}, within {limit.TotalSeconds:0.###} seconds. The server may still carry the request out.",
                exception);
        }
    }
}
