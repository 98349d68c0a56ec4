namespace Kmip.Server;

/// <summary>
/// Asked before every request whether a client that was accepted at its handshake is still welcome: a connection may outlive the
/// certificate it was opened with, or the decision to trust it.
/// </summary>
public interface IClientRecheck
{
    /// <summary>Null while the client is welcome; else a short reason for the audit log, without personal data.</summary>
    string? Refuse(ClientIdentity client, DateTimeOffset now);
}

/// <summary>Refuses a client once its certificate's validity has ended. Does no I/O, so it can run before every request.</summary>
public sealed class CertificateValidityRecheck : IClientRecheck
{
    /// <summary>The only instance needed: the check keeps no state.</summary>
    public static CertificateValidityRecheck Instance { get; } = new();

    /// <inheritdoc/>
    public string? Refuse(ClientIdentity client, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (client.Certificate is not { } certificate)
        {
            return null;
        }

        DateTime utc = now.UtcDateTime;
        if (utc > certificate.NotAfter.ToUniversalTime())
        {
            return "the client certificate has expired (by this machine's clock)";
        }

        return utc < certificate.NotBefore.ToUniversalTime() ? "the client certificate is not yet valid (by this machine's clock)" : null;
    }
}
