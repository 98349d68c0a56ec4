using System.Security.Cryptography.X509Certificates;
using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Client;

/// <summary>
/// A client of one KMIP server. It keeps one TLS connection, opens it again when it was lost, and may be used from several threads at once; their
/// requests follow one another. Every buffer that held a message is zeroed.
/// </summary>
public sealed partial class KmipClient : IAsyncDisposable
{
    private readonly KmipClientOptions _options;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly TtlvWriter _writer = new();
    private KmipConnection? _connection;
    private bool _disposed;

    private KmipClient(KmipClientOptions options) => _options = options;

    /// <summary>The version of every request: the one option given, or the one agreed on with the server.</summary>
    public KmipVersion Version { get; private set; }

    /// <summary>
    /// Connects to a server whose certificate comes from an authority that this machine trusts, and agrees on a protocol version.
    /// </summary>
    /// <param name="host">Host name or IP address, as the server's certificate names it.</param>
    /// <param name="port">1 to 65535; KMIP's own is 5696.</param>
    /// <param name="clientCertificate">The client's certificate with its private key. It stays the caller's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KmipConnectionException">No connection, or no version in common.</exception>
    public static Task<KmipClient> ConnectAsync(
        string host, int port, X509Certificate2 clientCertificate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clientCertificate);
        return ConnectAsync(new KmipClientOptions { Host = host, Port = port, ClientCertificate = clientCertificate }, cancellationToken);
    }

    /// <summary>Connects to a server and agrees on a protocol version.</summary>
    /// <param name="options">Where to and how.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KmipConnectionException">No connection, or no version in common.</exception>
    public static async Task<KmipClient> ConnectAsync(KmipClientOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        KmipClient client = new(options);
        try
        {
            await client.ConnectFirstAsync(cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends one request and gives its response.</summary>
    /// <typeparam name="TRequest">The request payload; inferred.</typeparam>
    /// <typeparam name="TResponse">The response payload that belongs to it; inferred.</typeparam>
    /// <param name="request">What to ask.</param>
    /// <param name="cancellationToken">Gives up waiting. The server may carry the request out all the same; the connection is closed.</param>
    /// <returns>The response payload. The caller disposes it where it is disposable: it may hold a key.</returns>
    /// <exception cref="KmipOperationFailedException">The server answered with something else than success.</exception>
    /// <exception cref="KmipConnectionException">No usable answer.</exception>
    public async Task<TResponse> SendAsync<TRequest, TResponse>(
        IKmipRequest<TRequest, TResponse> request, CancellationToken cancellationToken = default)
        where TRequest : IKmipRequest<TRequest, TResponse>
        where TResponse : IKmipResponse<TResponse>
    {
        ArgumentNullException.ThrowIfNull(request);
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return await SendInTurnAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _writer.Reset();
            _turn.Release();
        }
    }

    /// <summary>Closes the connection. A request under way ends with <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _closing.CancelAsync().ConfigureAwait(false);
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        if (_connection is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        _writer.Dispose();
        _closing.Dispose();
        _turn.Release();
    }
}
