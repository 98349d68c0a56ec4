using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Files;

namespace Kmip.ProxyHost.Certificates;

/// <summary>
/// The certificates of a serving proxy: an authority of its own, the server's certificate, and the one client certificate mongod proves itself with.
/// Not for use by several threads at once, apart from reading the properties.
/// </summary>
internal sealed class ProxyIdentity : IDisposable
{
    /// <summary>
    /// A kept pair must be good for at least this long, and a running proxy renews this long before the end: the time the operator has to restart mongod.
    /// </summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromDays(90);

    /// <summary>How often the operator is told again of an end that nobody but they can prevent.</summary>
    private static readonly TimeSpan RemindEvery = TimeSpan.FromDays(7);

    /// <summary>When a renewal that failed (a full disk) is tried again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromHours(1);

    private readonly ProxyContext _context;
    private readonly IdentityFiles _files;
    private readonly SealingKey? _sealingKey;
    private readonly CertificateIssuer? _issuer;
    private readonly List<X509Certificate2> _replaced = [];
    private volatile IdentityMaterial _material;

    private ProxyIdentity(ProxyContext context, IdentityFiles files, SealingKey? sealingKey, CertificateIssuer? issuer, IdentityMaterial material)
    {
        _context = context;
        _files = files;
        _sealingKey = sealingKey;
        _issuer = issuer;
        _material = material;
        RenewAt = material.NotAfter - RenewBefore;
    }

    /// <summary>
    /// The server's certificate with its private key. Changes when <see cref="Renew"/> gives true; the old one stays usable until <see cref="Dispose"/>.
    /// </summary>
    public X509Certificate2 Server => _material.Server;

    /// <summary>The authority's certificate, without a key. The same for the life of this object.</summary>
    public X509Certificate2 Authority => _material.Authority;

    /// <summary>The SHA-256 fingerprints (as <c>ClientIdentity.Fingerprint</c>) of the client certificates to accept, the current one first.</summary>
    public IReadOnlyCollection<string> ClientFingerprints
    {
        get
        {
            IdentityMaterial material = _material;
            DateTimeOffset now = _context.Time.GetUtcNow();
            return [FingerprintOf(material.Client), .. material.EarlierClients.Where(client => client.NotAfter > now).Select(client => client.Fingerprint)];
        }
    }

    /// <summary>Where the authority's certificate lies: <c>kmipCA.pem</c>.</summary>
    public string AuthorityPath => _files.AuthorityPath;

    /// <summary>Where the client's certificate and key lie: <c>kmipClient.pem</c>.</summary>
    public string ClientPath => _files.ClientPath;

    /// <summary>True where the certificates of an earlier run were kept: a mongod that runs since then needs no restart.</summary>
    public bool IsKept => _issuer is null;

    /// <summary>When <see cref="Renew"/> has something to do next.</summary>
    public DateTimeOffset RenewAt { get; private set; }

    /// <summary>
    /// Keeps the certificates of an earlier run or makes and writes new ones, and says which in the log. Throws <see cref="ProxyException"/> where they
    /// cannot be written; what was there before is then untouched.
    /// </summary>
    /// <param name="context">Files, clock, log.</param>
    /// <param name="directory">Where the files go: the dbpath or <c>--pemDir</c>. The caller holds its lock.</param>
    /// <param name="owner">Whom the files belong to; null: the user the proxy runs as.</param>
    /// <param name="sealingKeys">The open master keys; the server's key is sealed under the first. May be empty: nothing is then kept for the next start.</param>
    /// <param name="forceNew">True for <c>--newCertificates</c>.</param>
    /// <param name="newKey">Makes a private key; null: a new one each time.</param>
    public static ProxyIdentity Prepare(
        ProxyContext context, string directory, FileOwner? owner, IReadOnlyList<SealingKey> sealingKeys, bool forceNew, Func<RSA>? newKey = null)
    {
        IdentityFiles files = new(context.Files, directory, owner);
        files.PrepareDirectory();

        // With --ephemeral nothing is to outlive the run, and what an earlier run left is replaced.
        bool keeps = !context.Options.Has(ProxyOptions.Ephemeral);
        SealingKey? sealingKey = keeps && sealingKeys.Count > 0 ? sealingKeys[0] : null;
        bool earlier = files.AnyExists;
        string reason = forceNew ? "--newCertificates asks for it" : "--ephemeral asks for it";
        DateTimeOffset now = context.Time.GetUtcNow();
        if (!forceNew && keeps && KeptIdentity.Load(files, sealingKeys, now, RenewBefore, out reason) is IdentityMaterial kept)
        {
            IdentityMaterial usable = kept with { Server = TlsCertificate.Usable(kept.Server) };
            context.Log.Info($"certificates of the earlier run kept, good until {Day(kept.NotAfter)}: a running mongod needs no restart");
            return new ProxyIdentity(context, files, sealingKey, null, usable);
        }

        CertificateIssuer issuer = new(now, newKey);
        try
        {
            IdentityMaterial material = Issue(issuer, [], now, files, sealingKey);
            context.Log.Info($"new certificates, good until {Day(material.NotAfter)}: {files.AuthorityPath.Printable()} and {files.ClientPath.Printable()}");
            if (earlier)
            {
                context.Log.Warning($"the certificates of the earlier run were replaced ({reason}): a mongod that is running must be restarted");
            }

            return new ProxyIdentity(context, files, sealingKey, issuer, material);
        }
        catch
        {
            issuer.Dispose();
            throw;
        }
    }

    /// <summary>
    /// To be called at <see cref="RenewAt"/>, again and again. Where this run made the authority, server and client certificates are issued anew and written; the old
    /// client certificate is accepted until its end, so that a running mongod goes on. Where the pair was kept, the authority's key is gone and only the operator can
    /// act: a warning. Nothing is thrown for a disk that cannot be written: it is logged and tried again.
    /// </summary>
    /// <returns>True where <see cref="Server"/> and <see cref="ClientFingerprints"/> have changed.</returns>
    public bool Renew()
    {
        DateTimeOffset now = _context.Time.GetUtcNow();
        if (now < RenewAt)
        {
            return false;
        }

        IdentityMaterial old = _material;
        if (_issuer is null || !_issuer.CanIssue(now))
        {
            _context.Log.Warning($"the certificates {(old.NotAfter < now ? "ended" : "end")} on {Day(old.NotAfter)}: "
                + "restart kmip-proxy, which makes new ones, and then mongod");
            RenewAt = now + RemindEvery;
            return false;
        }

        try
        {
            EarlierClient previous = new(FingerprintOf(old.Client), new DateTimeOffset(old.Client.NotAfter.ToUniversalTime()));
            List<EarlierClient> earlier = [.. old.EarlierClients.Append(previous).Where(client => client.NotAfter > now)];
            IdentityMaterial renewed = Issue(_issuer, earlier, now, _files, _sealingKey);
            _replaced.Add(old.Server);
            _replaced.Add(old.Client);
            _material = renewed;
        }
        catch (ProxyException e)
        {
            _context.Log.Warning($"the certificates could not be renewed, which is tried again: {e.Message}");
            RenewAt = now + RetryAfter;
            return false;
        }

        RenewAt = _material.NotAfter - RenewBefore;
        _context.Log.Warning($"certificates renewed, good until {Day(_material.NotAfter)}: a mongod that is running uses the old ones until {Day(old.NotAfter)}, "
            + "restart it before then");
        return true;
    }

    /// <summary>Deletes the files, for <c>--ephemeral</c>. Throws <see cref="ProxyException"/> where one stays.</summary>
    public void RemoveFiles() => _files.Remove();

    /// <summary>Lets keys and certificates go. Nothing may be serving with them any more.</summary>
    public void Dispose()
    {
        _issuer?.Dispose();
        foreach (X509Certificate2 certificate in (IEnumerable<X509Certificate2>)[Server, Authority, _material.Client, .. _replaced])
        {
            certificate.Dispose();
        }
    }

    private static IdentityMaterial Issue(
        CertificateIssuer issuer, IReadOnlyList<EarlierClient> earlier, DateTimeOffset now, IdentityFiles files, SealingKey? sealingKey)
    {
        X509Certificate2 server = issuer.IssueServer(now);
        using X509Certificate2 client = issuer.IssueClient(now);
        byte[] clientPem = CertificatePem.EncodeWithKey(client);
        try
        {
            IdentityMaterial material = new(issuer.Authority, server, X509CertificateLoader.LoadCertificate(client.RawData), earlier);
            byte[]? sealedIdentity = sealingKey is SealingKey key ? SealedIdentity.Seal(material, key) : null;
            files.Write(CertificatePem.Encode(issuer.Authority), clientPem, sealedIdentity);
            return material with { Server = TlsCertificate.Usable(server) };
        }
        catch
        {
            server.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(clientPem);
        }
    }

    private static string FingerprintOf(X509Certificate2 certificate) => Kmip.Server.ClientIdentity.FingerprintOf(certificate);

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
