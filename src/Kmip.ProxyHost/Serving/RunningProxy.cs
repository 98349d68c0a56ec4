using System.Net;
using System.Security.Authentication;
using Kmip.ProxyHost.Certificates;
using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Logging;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Store;
using Kmip.Server;
using Kmip.Server.Kestrel;
using Microsoft.Extensions.Logging;

namespace Kmip.ProxyHost.Serving;

/// <summary>A dbpath being served: its locks, keys, certificates and server, made in this order and let go in the opposite one.</summary>
internal sealed class RunningProxy : IAsyncDisposable
{
    /// <summary>How long a stop waits for requests in work.</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(5);

    private readonly ProxyContext _context;
    private readonly Stack<IDisposable> _held = new();
    private KmipKestrelServer? _server;
    private ProxyIdentity? _identity;
    private ServedKeys? _keys;

    private RunningProxy(ProxyContext context, SnapshotLayout layout)
    {
        _context = context;
        Layout = layout;
    }

    /// <summary>The dbpath.</summary>
    public SnapshotLayout Layout { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => _server!.EndPoint;

    /// <summary>The certificates.</summary>
    public ProxyIdentity Identity => _identity!;

    /// <summary>The keys.</summary>
    public ServedKeys Keys => _keys!;

    /// <summary>
    /// Starts to serve. Throws <see cref="ProxyException"/> where that cannot be; nothing is then left behind but what was there before, and certificates
    /// that were written.
    /// </summary>
    public static async Task<RunningProxy> StartAsync(ProxyContext context, CancellationToken cancellationToken)
    {
        int port = LocalPort.OfKmip(context);
        RunningProxy proxy = new(context, new SnapshotLayout(context.RequireDatabasePath()));
        try
        {
            await proxy.StartAsync(port, cancellationToken).ConfigureAwait(false);
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Lets requests in work finish and stops serving. With <c>--ephemeral</c> the files are removed; throws <see cref="ProxyException"/> where one stays.
    /// </summary>
    public async Task StopAsync()
    {
        await _server!.StopAsync(CancellationToken.None).ConfigureAwait(false);
        if (_context.Options.Has(ProxyOptions.Ephemeral))
        {
            Identity.RemoveFiles();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }

        while (_held.TryPop(out IDisposable? part))
        {
            part.Dispose();
        }
    }

    private async Task StartAsync(int port, CancellationToken cancellationToken)
    {
        string certificates = _context.Options[ProxyOptions.PemDirectory] ?? Layout.DatabasePath;
        SnapshotListing.RequireDatabasePath(_context.Files, Layout.DatabasePath);
        foreach (DirectoryLock directoryLock in ServingLocks.Take(_context.Files, Layout.DatabasePath, certificates))
        {
            _held.Push(directoryLock);
        }

        LocalPort.RequireFree(port);
        CommitJournal.Finish(_context, Layout);
        _keys = Hold(await ServedKeys.OpenAsync(_context, Layout, cancellationToken).ConfigureAwait(false));
        NewKeyWrapper? wrapper = _context.Options.Has(ProxyOptions.AllowNewKeys)
            ? Hold(await NewKeyWrapper.OpenAsync(_context, _keys.All, cancellationToken).ConfigureAwait(false))
            : null;
        _identity = Hold(ProxyIdentity.Prepare(
            _context, certificates, Ownership.ForFilesIn(_context.Files, Layout.DatabasePath), _keys.SealingKeys,
            _context.Options.Has(ProxyOptions.NewCertificates)));
        try
        {
            SnapshotStore store = Hold(SnapshotStore.Open(
                _context, Layout, _keys.All, wrapper, _context.Options.Has(ProxyOptions.AllowUidMismatch), _identity.ClientFingerprints.First()));
            await ListenAsync(port, store, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (_context.Options.Has(ProxyOptions.Ephemeral))
        {
            _identity.RemoveFiles();
            throw;
        }
    }

    private async Task ListenAsync(int port, IManagedObjectStore store, CancellationToken cancellationToken)
    {
        AcceptedClients clients = new(Identity.ClientFingerprints);
        ServerCertificateSource certificate = new(Identity.Server);
        ProxyLoggers loggers = new(_context.Log);
        KmipDispatcher dispatcher = new(
            ServedOperations.Table(_context.Options.Has(ProxyOptions.AllowNewKeys)), store, clients, new KmipServerOptions { VendorIdentification = "kmip-proxy" },
            _context.Time, loggers.CreateLogger<KmipDispatcher>());
        KmipListenOptions options = new()
        {
            ServerCertificate = certificate,
            ClientAuthorities = [Identity.Authority],
            IsClientAccepted = clients.Contains,
            Protocols = _context.Options.Has(ProxyOptions.Tls13) ? SslProtocols.Tls12 | SslProtocols.Tls13 : SslProtocols.Tls12,
            AllowResumption = false,

            // Only mongod and its like hold a certificate; they may keep a connection and not use it for hours.
            Session = new KmipSessionOptions { IdleTimeout = TimeSpan.FromHours(24), RequestTimeout = TimeSpan.FromSeconds(30) },
        };
        try
        {
            _server = await KmipKestrelServer.StartAsync(
                new IPEndPoint(LocalPort.Address, port), options, dispatcher, loggers, _context.Time, DrainTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw LocalPort.CannotBind(port, e);
        }

        Hold(new CertificateRenewal(_context, Identity, certificate, clients));
    }

    private T Hold<T>(T part)
        where T : IDisposable
    {
        _held.Push(part);
        return part;
    }
}
