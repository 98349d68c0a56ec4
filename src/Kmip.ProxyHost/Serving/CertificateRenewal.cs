using Kmip.ProxyHost.Certificates;
using Kmip.Server.Kestrel;

namespace Kmip.ProxyHost.Serving;

/// <summary>Looks at the certificates whenever they may need it, and gives renewed ones to the running server.</summary>
internal sealed class CertificateRenewal : IDisposable
{
    /// <summary>Timers do not run while a machine sleeps and clocks are set: the wall clock is looked at no less often than this.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly ProxyContext _context;
    private readonly ProxyIdentity _identity;
    private readonly ServerCertificateSource _certificate;
    private readonly AcceptedClients _clients;
    private readonly ITimer _timer;
    private bool _disposed;

    /// <summary>Starts.</summary>
    public CertificateRenewal(ProxyContext context, ProxyIdentity identity, ServerCertificateSource certificate, AcceptedClients clients)
    {
        _context = context;
        _identity = identity;
        _certificate = certificate;
        _clients = clients;
        _timer = context.Time.CreateTimer(static state => ((CertificateRenewal)state!).Look(), this, UntilNext(), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Stops; when it returns no look is under way.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            try
            {
                if (_identity.Renew())
                {
                    _clients.Replace(_identity.ClientFingerprints);
                    _certificate.Replace(_identity.Server);
                }
            }
            catch (Exception e)
            {
                // Nothing that a disk or an operator causes comes here; serving goes on with the old certificates.
                _context.Log.Error($"internal fault {e.GetType().Name} while certificates were renewed");
            }

            _timer.Change(UntilNext(), Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan UntilNext()
    {
        TimeSpan wait = _identity.RenewAt - _context.Time.GetUtcNow();
        return wait < Shortest ? Shortest : wait > Longest ? Longest : wait;
    }
}
