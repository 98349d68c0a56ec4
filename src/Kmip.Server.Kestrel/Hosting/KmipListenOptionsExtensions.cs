using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kmip.Server.Kestrel;

/// <summary>Makes a Kestrel endpoint speak KMIP over mutual TLS instead of HTTP.</summary>
public static class KmipListenOptionsExtensions
{
    /// <summary>
    /// The whole pipeline of the endpoint: the connection limits, then the handshake, then the session. The frame handler, the clock and the
    /// loggers come from the application's services (<see cref="IFrameHandler"/>, <see cref="TimeProvider"/>, <see cref="ILoggerFactory"/>).
    /// </summary>
    /// <exception cref="ArgumentException">The options cannot work; the message says why.</exception>
    /// <exception cref="InvalidOperationException">The services hold no <see cref="IFrameHandler"/>.</exception>
    public static ListenOptions UseKmip(this ListenOptions listen, KmipListenOptions options)
    {
        ArgumentNullException.ThrowIfNull(listen);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        IServiceProvider services = listen.ApplicationServices;
        TimeProvider time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        ILoggerFactory loggers = services.GetRequiredService<ILoggerFactory>();
        var log = new RefusalLog(loggers.CreateLogger("Kmip.Server.Kestrel.Audit"), time);
        var policy = new ClientCertificatePolicy(options.ClientAuthorities, options.PinnedClientFingerprints, time, options.IsClientAccepted);
        var session = new KmipSession(
            services.GetRequiredService<IFrameHandler>(), options.Session, time, loggers.CreateLogger<KmipSession>());
        var gate = new ConnectionGate(options, log);
        var handler = new KmipConnectionHandler(session, policy, log);

        listen.Protocols = HttpProtocols.None;
        listen.Use(gate.Around);
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = options.HandshakeTimeout,
            OnConnection = _ => ValueTask.FromResult(AuthenticationOptions(options, policy, log)),
        });
        listen.Use(_ => handler.OnConnectedAsync);
        return listen;
    }

    private static SslServerAuthenticationOptions AuthenticationOptions(KmipListenOptions options, ClientCertificatePolicy policy, RefusalLog log) =>
        new()
        {
            ServerCertificateContext = options.ServerCertificate.Current,
            ClientCertificateRequired = true,
            EnabledSslProtocols = options.Protocols,
            EncryptionPolicy = EncryptionPolicy.RequireEncryption,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CipherSuitesPolicy = TlsSuites.Policy,
            AllowTlsResume = options.AllowResumption,
            AllowRenegotiation = false,
            // The platform first builds the chain by itself: without this it would look for intermediates on the network.
            CertificateChainPolicy = OfflineChainPolicy(options),
            RemoteCertificateValidationCallback = (_, certificate, _, _) => Accepts(certificate, policy, log),
        };

    private static X509ChainPolicy OfflineChainPolicy(KmipListenOptions options)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(options.ClientAuthorities);
        return policy;
    }

    private static bool Accepts(X509Certificate? certificate, ClientCertificatePolicy policy, RefusalLog log)
    {
        X509Certificate2? presented = certificate as X509Certificate2;
        if (policy.Refuse(presented) is not { } reason)
        {
            return true;
        }

        log.Refused(LogLevel.Warning, reason, presented is null ? null : ClientIdentity.FingerprintOf(presented));
        return false;
    }
}
