using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kmip.Client;
using Kmip.Protocol;
using Kmip.ProxyHost.Certificates;
using Kmip.ProxyHost.Serving;
using Kmip.Ttlv;

namespace Kmip.ProxyHost.Commands;

/// <summary>Does what mongod does on a restart: mutual TLS, the key's state, the key.</summary>
internal static class DemoClient
{
    /// <summary>Fetches the key; true where it is the expected one, which is never shown.</summary>
    public static async Task<bool> FetchAsync(
        RunningProxy proxy, string keyId, byte[] expected, DemoSteps steps, bool tls13, CancellationToken cancellationToken)
    {
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(proxy.Identity.AuthorityPath);
        using X509Certificate2 certificate = TlsCertificate.Usable(X509Certificate2.CreateFromPemFile(proxy.Identity.ClientPath));
        KmipClientOptions options = new()
        {
            Host = proxy.EndPoint.Address.ToString(),
            Port = proxy.EndPoint.Port,
            ClientCertificate = certificate,
            TrustedAuthorities = [authority],
            TlsProtocols = tls13 ? SslProtocols.Tls13 : SslProtocols.Tls12,
            Versions = [KmipVersion.V1_2],
        };
        await using KmipClient client = await KmipClient.ConnectAsync(options, cancellationToken).ConfigureAwait(false);
        steps.Say($"Connected as mongod does: KMIP {client.Version} over TLS {(tls13 ? "1.3" : "1.2")}, each side with a certificate of this proxy.");

        GetAttributesResponse attributes = await client.SendAsync(
            new GetAttributesRequest { UniqueIdentifier = keyId, AttributeReferences = [KmipTag.State] }, cancellationToken).ConfigureAwait(false);
        steps.Say($"GetAttributes of {keyId}: State is {attributes.Attributes.State}.");

        using GetResponse response = await client.SendAsync(new GetRequest { UniqueIdentifier = keyId }, cancellationToken).ConfigureAwait(false);
        return Compare(response, expected, steps);
    }

    private static bool Compare(GetResponse response, byte[] expected, DemoSteps steps)
    {
        ReadOnlySpan<byte> key = response.Object?.FindKeyBlock()?.KeyValue?.Material?.Bytes is { } bytes ? bytes.Span : [];
        bool identical = CryptographicOperations.FixedTimeEquals(key, expected);
        steps.Say($"Get: a {response.ObjectType} of {key.Length} bytes, {(identical ? "identical to" : "different from")} the master key that was wrapped.");
        return identical;
    }
}
