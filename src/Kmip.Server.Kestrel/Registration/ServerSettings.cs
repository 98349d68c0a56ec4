using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Kmip.Ttlv;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Kmip.Server.Kestrel;

/// <summary>The settings of a server in a configuration (docs/reference/server-settings.md).</summary>
internal sealed class ServerSettings(IConfiguration configuration)
{
    public const string ListenSection = "Listen";

    private const string SessionSection = "Session";
    private const int LargestMessage = 64 * 1024 * 1024;

    /// <summary>Sets what the configuration says.</summary>
    /// <exception cref="OptionsValidationException">A setting is unknown or has no possible value; every one is named.</exception>
    public void Apply(KmipServerOptions options) => Read(typeof(KmipServerOptions), settings =>
    {
        settings.Text(nameof(options.VendorIdentification), value => options.VendorIdentification = value);
        settings.Number(nameof(options.MaximumBatchItems), 1, 100_000, value => options.MaximumBatchItems = value);
        settings.Number(nameof(options.MaximumResponseLength), 1024, LargestMessage, value => options.MaximumResponseLength = value);
        settings.Number(nameof(options.MaximumLocatedItems), 1, 1_000_000, value => options.MaximumLocatedItems = value);
        settings.Time(nameof(options.TimeStampWindow), value => options.TimeStampWindow = value);
        settings.Flag("LenientReader", value => options.ReaderOptions = value ? TtlvReaderOptions.Lenient : TtlvReaderOptions.Strict);
        ReadLimits(settings, value => options.Limits = value);
        settings.Section(SessionSection);
        settings.Section(ListenSection);
        settings.End();
    });

    /// <summary>Sets what the configuration says.</summary>
    /// <exception cref="OptionsValidationException">A setting is unknown or has no possible value; every one is named.</exception>
    public void Apply(KmipSessionOptions options) => Read(typeof(KmipSessionOptions), settings =>
    {
        ReadLimits(settings, value => options.Limits = value);
        SettingsReader session = settings.Section(SessionSection);
        session.Time(nameof(options.IdleTimeout), value => options.IdleTimeout = value);
        session.Time(nameof(options.ReceiveGrace), value => options.ReceiveGrace = value);
        session.Time(nameof(options.ReceiveWindow), value => options.ReceiveWindow = value);
        session.Number(nameof(options.MinimumBytesPerSecond), 1, int.MaxValue, value => options.MinimumBytesPerSecond = value);
        session.Time(nameof(options.RequestTimeout), value => options.RequestTimeout = value);
        session.Time(nameof(options.AbandonGrace), value => options.AbandonGrace = value);
        session.Time(nameof(options.SendTimeout), value => options.SendTimeout = value);
        session.End();
    });

    /// <summary>The endpoint of the section <c>Listen</c>.</summary>
    /// <exception cref="OptionsValidationException">A setting is missing, unknown or has no possible value; every one is named.</exception>
    /// <exception cref="IOException">A certificate file cannot be read.</exception>
    public (IPEndPoint EndPoint, KmipListenOptions Options) ReadEndpoint(KmipSessionOptions session)
    {
        IPAddress address = IPAddress.Loopback;
        int port = 5696;
        string? server = null;
        string? authorities = null;
        string[] pinned = [];
        bool tls13 = true;
        bool resumption = false;
        TimeSpan? handshake = null;
        int? connections = null;
        int? unauthenticated = null;
        Read(typeof(KmipListenOptions), settings =>
        {
            SettingsReader listen = settings.Section(ListenSection);
            listen.Address("Address", value => address = value);
            listen.Number("Port", 0, 65_535, value => port = value);
            listen.Text("ServerPem", value => server = value);
            listen.Text("ClientAuthorities", value => authorities = value);
            pinned = [.. listen.Texts("PinnedClients", "the SHA-256 of a certificate, 64 hexadecimal digits", ClientCertificatePolicy.IsFingerprint)];
            listen.Flag("Tls13", value => tls13 = value);
            listen.Flag("AllowResumption", value => resumption = value);
            listen.Time("HandshakeTimeout", value => handshake = value);
            listen.Number("MaximumConnections", 1, 1_000_000, value => connections = value);
            listen.Number("MaximumUnauthenticatedConnections", 1, 1_000_000, value => unauthenticated = value);
            listen.End();
            Require(listen, "ServerPem", server);
            Require(listen, "ClientAuthorities", authorities);
        });
        ServerCertificateSource certificate = ServerCertificateSource.FromPemFile(server!);
        X509Certificate2Collection trusted = PemFiles.ReadAuthorities(authorities!);
        var defaults = new KmipListenOptions { ServerCertificate = certificate, ClientAuthorities = trusted };
        return (new IPEndPoint(address, port), new KmipListenOptions
        {
            ServerCertificate = certificate,
            ClientAuthorities = trusted,
            PinnedClientFingerprints = pinned,
            Protocols = tls13 ? SslProtocols.Tls12 | SslProtocols.Tls13 : SslProtocols.Tls12,
            AllowResumption = resumption,
            HandshakeTimeout = handshake ?? defaults.HandshakeTimeout,
            MaximumConnections = connections ?? defaults.MaximumConnections,
            MaximumUnauthenticatedConnections = unauthenticated ?? defaults.MaximumUnauthenticatedConnections,
            Session = session,
        });
    }

    private static void ReadLimits(SettingsReader settings, Action<TtlvLimits> use) =>
        settings.Number("MaximumMessageLength", 1024, LargestMessage, value => use(new TtlvLimits { MaximumMessageLength = value }));

    private static void Require(SettingsReader section, string name, string? value)
    {
        if (value is null)
        {
            section.Missing(name);
        }
    }

    private void Read(Type options, Action<SettingsReader> read)
    {
        List<string> errors = [];
        read(new SettingsReader(configuration, errors));
        if (errors.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, options, errors);
        }
    }
}
