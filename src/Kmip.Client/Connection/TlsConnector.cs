using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.Client;

/// <summary>Opens the TLS connection to a server, both sides with certificates.</summary>
internal static class TlsConnector
{
    public static async ValueTask<Stream> OpenAsync(KmipClientOptions options, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? stream = null;
        ServerCertificateCheck check = new(options.Host);
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellationToken).ConfigureAwait(false);
            stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsClientAsync(AuthenticationOf(options, check), cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch (Exception exception)
        {
            socket.Dispose();
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            if (Explain(exception, options, check) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    private static SslClientAuthenticationOptions AuthenticationOf(KmipClientOptions options, ServerCertificateCheck check)
    {
        X509ChainPolicy policy = new() { RevocationMode = options.RevocationMode };
        if (options.TrustedAuthorities.Count > 0)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(options.TrustedAuthorities.ToArray());
        }

        return new SslClientAuthenticationOptions
        {
            TargetHost = options.Host,
            EnabledSslProtocols = options.TlsProtocols,
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = check.Validate,
            ClientCertificateContext = options.ClientCertificate is { } certificate
                ? SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true)
                : null,
        };
    }

    private static KmipConnectionException? Explain(Exception exception, KmipClientOptions options, ServerCertificateCheck check)
    {
        string server = $"{options.Host}, port {options.Port}";
        return exception switch
        {
            _ when check.Complaint is { } complaint => new KmipConnectionException(
                KmipConnectionError.ServerCertificateRejected,
                $"The server at {server} could not prove who it is: {complaint}. Nothing was sent to it. Check the host and the trusted certificate authorities.",
                exception),
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => new KmipConnectionException(
                KmipConnectionError.HostNotFound, $"The host {options.Host} has no address. Check its name.", exception),
            SocketException socket => new KmipConnectionException(
                KmipConnectionError.ConnectFailed,
                $"No connection to {server}: {socket.SocketErrorCode}. Check that the server runs and that host and port are right.",
                exception),
            AuthenticationException or IOException => new KmipConnectionException(
                KmipConnectionError.TlsFailed,
                $"The server at {server} ended the TLS handshake. A server that refuses the client certificate does this; so does a port that speaks no TLS, or none of {options.TlsProtocols}.",
                exception),
            _ => null,
        };
    }
}
