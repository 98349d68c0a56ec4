using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Kmip.Client;

/// <summary>
/// Decides over a server's certificate exactly as the platform does, and keeps what was wrong so that the error can say it. There is no way
/// past it: a server that cannot prove its name gets no byte of a request.
/// </summary>
internal sealed class ServerCertificateCheck(string host)
{
    /// <summary>What was wrong, for a person; null while nothing was.</summary>
    public string? Complaint { get; private set; }

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Complaint = errors == SslPolicyErrors.None ? null : Explain(certificate, chain, errors);
        return errors == SslPolicyErrors.None;
    }

    private string Explain(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 server || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "it sent no certificate";
        }

        List<string> reasons = [];
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            reasons.Add($"its certificate is for {Names(server)}, not for {host}");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            reasons.AddRange((chain?.ChainStatus ?? []).Select(status => Explain(status.Status, server)).Distinct());
        }

        return string.Join("; ", reasons);
    }

    private static string Explain(X509ChainStatusFlags status, X509Certificate2 server) => status switch
    {
        X509ChainStatusFlags.NotTimeValid =>
            $"its certificate, or one above it, is expired or not yet valid (the server's is valid from {server.NotBefore.ToUniversalTime():u} to {server.NotAfter.ToUniversalTime():u})",
        X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain =>
            "its certificate does not come from a trusted certificate authority",
        X509ChainStatusFlags.Revoked => "its certificate is revoked",
        X509ChainStatusFlags.NotValidForUsage => "its certificate is not for servers",
        X509ChainStatusFlags.NotSignatureValid => "a signature in its certificate chain is wrong",
        _ => $"the check of its certificate chain reports {status}",
    };

    private static string Names(X509Certificate2 server)
    {
        X509SubjectAlternativeNameExtension? names = server.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        IEnumerable<string> all = (names?.EnumerateDnsNames() ?? []).Concat((names?.EnumerateIPAddresses() ?? []).Select((IPAddress a) => a.ToString()));
        string text = string.Join(", ", all.Take(10));
        return text.Length == 0 ? "no name at all" : text;
    }
}
