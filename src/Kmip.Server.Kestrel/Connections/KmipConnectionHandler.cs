using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Kmip.Server.Kestrel;

/// <summary>Hands a connection that Kestrel has accepted and authenticated to a <see cref="KmipSession"/>.</summary>
internal sealed class KmipConnectionHandler(KmipSession session, ClientCertificatePolicy policy, RefusalLog log) : ConnectionHandler
{
    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        X509Certificate2? certificate = connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;

        // The handshake has checked this already. Checked again because an endpoint put together without that step must not serve anyone.
        if (policy.Refuse(certificate) is { } reason)
        {
            log.Refused(LogLevel.Warning, reason, certificate is null ? null : ClientIdentity.FingerprintOf(certificate));
            connection.Abort();
            return;
        }

        connection.Features.Get<ConnectionGate.Slot>()?.Authenticated();
        CancellationToken closing =
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        SessionEnd end = await session.RunAsync(connection.Transport, ClientIdentity.FromCertificate(certificate!), closing).ConfigureAwait(false);
        if (end is SessionEnd.SendTimeout or SessionEnd.RequestAbandoned)
        {
            // The client does not read: a graceful end would wait for it.
            connection.Abort();
        }
        else
        {
            await SayGoodbyeAsync(connection).ConfigureAwait(false);
        }
    }

    /// <summary>Sends close_notify, so that the client can tell an end from a cut. A client that is gone already needs none.</summary>
    private static async Task SayGoodbyeAsync(ConnectionContext connection)
    {
        if (connection.Features.Get<ISslStreamFeature>()?.SslStream is not { } stream)
        {
            return;
        }

        try
        {
            await stream.ShutdownAsync().WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException or TimeoutException
            or ConnectionAbortedException or System.ComponentModel.Win32Exception)
        {
            connection.Abort();
        }
    }
}
