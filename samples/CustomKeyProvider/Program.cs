// A server whose objects are sealed under a key provider of your own, and a client that fetches one.
//   dotnet run --project samples/CustomKeyProvider -- --rsa-pem KEY.pem --server-pem SERVER.pem --client-pem CLIENT.pem --ca CA.pem
using System.Net;
using System.Security.Cryptography.X509Certificates;
using CustomKeyProvider;
using Kmip.Client;
using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.Server;
using Kmip.Server.Kestrel;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
if (builder.Configuration is not { } given || given["rsa-pem"] is not { } rsaPem || given["server-pem"] is not { } serverPem
    || given["client-pem"] is not { } clientPem || given["ca"] is not { } ca)
{
    Console.Error.WriteLine("usage: CustomKeyProvider --rsa-pem KEY.pem --server-pem SERVER.pem --client-pem CLIENT.pem --ca CA.pem");
    return 2;
}

using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(ca);
builder.Services.AddKmipServer()
    .AddStandardOperations()
    .UseStore<InMemoryStore>()
    .UseKeyProvider(_ => new RsaKeyProvider(rsaPem))
    .UseAccessPolicy<OwnerPolicy>()
    .Listen(new IPEndPoint(IPAddress.Loopback, 0), new KmipListenOptions
    {
        ServerCertificate = ServerCertificateSource.FromPemFile(serverPem),
        ClientAuthorities = [authority],
    });
await using WebApplication app = builder.Build();
await app.StartAsync();
Console.WriteLine($"objects are sealed under {app.Services.GetRequiredService<IKeyProvider>().KeyId}");

using X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(clientPem);
await using KmipClient client = await KmipClient.ConnectAsync(new KmipClientOptions
{
    Host = "127.0.0.1",
    Port = new Uri(app.Urls.Single()).Port,
    ClientCertificate = certificate,
    TrustedAuthorities = [authority],
});
CreateResponse created = await client.SendAsync(new CreateRequest
{
    ObjectType = ObjectType.SymmetricKey,
    Attributes = new AttributeList { CryptographicAlgorithm = CryptographicAlgorithm.AES, CryptographicLength = 256, CryptographicUsageMask = CryptographicUsageMask.Encrypt },
});

// The server unwraps the key of this object with the provider now; it never keeps it.
using GetResponse key = await client.SendAsync(new GetRequest { UniqueIdentifier = created.UniqueIdentifier });
Console.WriteLine($"fetched {key.ObjectType} of {key.Object!.FindKeyBlock()!.CryptographicLength} bits");
await app.StopAsync();
return 0;
