using System.Security.Cryptography.X509Certificates;
using Kmip.Client;
using Kmip.Interop.Tests.PyKmip;
using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Interop.Tests.Support;

/// <summary>Our own client on a proxy, where a test needs more requests a second than a process for each allows.</summary>
internal sealed class ProxyClient : IAsyncDisposable
{
    private readonly KmipClient _client;
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2 _authority;

    private ProxyClient(KmipClient client, X509Certificate2 certificate, X509Certificate2 authority)
    {
        _client = client;
        _certificate = certificate;
        _authority = authority;
    }

    public static async Task<ProxyClient> ConnectAsync(PyKmipEndpoint endpoint, KmipVersion version)
    {
        X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(endpoint.Pem);
        X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(endpoint.Ca);
        KmipClient client = await KmipClient.ConnectAsync(new KmipClientOptions
        {
            Host = endpoint.Host,
            Port = endpoint.Port,
            ClientCertificate = certificate,
            TrustedAuthorities = [authority],
            Versions = [version],
            ConnectTimeout = TimeSpan.FromSeconds(60),
            RequestTimeout = TimeSpan.FromSeconds(60),
        });
        return new ProxyClient(client, certificate, authority);
    }

    public async Task<string> CreateAsync(string name) => (await _client.SendAsync(
        new CreateRequest { ObjectType = ObjectType.SymmetricKey, Attributes = Named(name) })).UniqueIdentifier.Text!;

    public async Task<string> RegisterAsync(string name, byte[] key)
    {
        using RegisterRequest request = new()
        {
            ObjectType = ObjectType.SymmetricKey,
            Attributes = Named(name),
            Object = new SymmetricKey
            {
                KeyBlock = new KeyBlock
                {
                    KeyFormatType = KeyFormatType.Raw,
                    KeyValue = KeyValue.FromBytes(key),
                    CryptographicAlgorithm = CryptographicAlgorithm.AES,
                    CryptographicLength = key.Length * 8,
                },
            },
        };
        return (await _client.SendAsync(request)).UniqueIdentifier.Text!;
    }

    /// <summary>The step that brings a key into a state.</summary>
    public async Task MoveAsync(string uid, State state)
    {
        switch (state)
        {
            case State.Active:
                await _client.SendAsync(new ActivateRequest { UniqueIdentifier = uid });
                break;
            case State.Deactivated:
                await _client.SendAsync(new RevokeRequest
                {
                    UniqueIdentifier = uid,
                    RevocationReason = new RevocationReason { RevocationReasonCode = RevocationReasonCode.CessationOfOperation },
                });
                break;
            case State.Destroyed:
                await _client.SendAsync(new DestroyRequest { UniqueIdentifier = uid });
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(state), state, "no step leads there");
        }
    }

    public async Task<State?> FindStateAsync(string uid) => (await _client.SendAsync(
        new GetAttributesRequest { UniqueIdentifier = uid, AttributeReferences = [KmipTag.State] })).Attributes.State;

    public async Task<byte[]> GetAsync(string uid)
    {
        using GetResponse response = await _client.SendAsync(new GetRequest { UniqueIdentifier = uid });
        return response.Object!.FindKeyBlock()!.KeyValue!.Material!.Bytes!.Span.ToArray();
    }

    /// <summary>The identifiers of the objects of this name; of all where it is null.</summary>
    public async Task<string[]> LocateAsync(string? name = null)
    {
        LocateRequest request = new() { Attributes = name is null ? [] : NameOf(name) };
        return [.. (await _client.SendAsync(request)).UniqueIdentifiers.Select(uid => uid.Text!)];
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _certificate.Dispose();
        _authority.Dispose();
    }

    private static AttributeList NameOf(string name) =>
        new() { { KmipTag.Name, AttributeValue.Structure(new Name { NameValue = name, NameType = NameType.UninterpretedTextString }) } };

    private static AttributeList Named(string name)
    {
        AttributeList attributes = NameOf(name);
        attributes.CryptographicAlgorithm = CryptographicAlgorithm.AES;
        attributes.CryptographicLength = 256;
        attributes.CryptographicUsageMask = CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt;
        return attributes;
    }
}
