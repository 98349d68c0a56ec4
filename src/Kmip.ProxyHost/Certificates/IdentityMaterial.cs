using System.Security.Cryptography.X509Certificates;

namespace Kmip.ProxyHost.Certificates;

/// <summary>A client certificate of before, which a mongod that was started with it goes on using until its end.</summary>
internal readonly record struct EarlierClient(string Fingerprint, DateTimeOffset NotAfter);

/// <summary>What serving needs of the certificates, whether they are new or kept.</summary>
/// <param name="Authority">Without its key.</param>
/// <param name="Server">With its key.</param>
/// <param name="Client">The certificate; its key is only needed while it is written.</param>
/// <param name="EarlierClients">Those issued by the same authority that are still accepted.</param>
internal sealed record IdentityMaterial(
    X509Certificate2 Authority, X509Certificate2 Server, X509Certificate2 Client, IReadOnlyList<EarlierClient> EarlierClients)
{
    /// <summary>When the first of the two certificates ends.</summary>
    public DateTimeOffset NotAfter
    {
        get
        {
            DateTime server = Server.NotAfter.ToUniversalTime();
            DateTime client = Client.NotAfter.ToUniversalTime();
            return new DateTimeOffset(server < client ? server : client);
        }
    }
}
