// A server with an operation of its own beside the standard ones, and a client that uses it.
//   dotnet run --project samples/VendorOperation -- --server-pem SERVER.pem --client-pem CLIENT.pem --ca CA.pem
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kmip.Client;
using Kmip.Protocol;
using Kmip.Server;
using Kmip.Server.Kestrel;
using VendorOperation;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
if (builder.Configuration is not { } given || given["server-pem"] is not { } serverPem || given["client-pem"] is not { } clientPem || given["ca"] is not { } ca)
{
    Console.Error.WriteLine("usage: VendorOperation --server-pem SERVER.pem --client-pem CLIENT.pem --ca CA.pem");
    return 2;
}

using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(ca);
builder.Services.AddKmipServer()
    .AddStandardOperations()
    .AddOperation<KeyCheckValueHandler>()
    .UseStore<InMemoryStore>()
    .UseAccessPolicy<OwnerPolicy>()
    .Listen(new IPEndPoint(IPAddress.Loopback, 0), new KmipListenOptions
    {
        ServerCertificate = ServerCertificateSource.FromPemFile(serverPem),
        ClientAuthorities = [authority],
    });
await using WebApplication app = builder.Build();
await app.StartAsync();

using X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(clientPem);
await using KmipClient client = await KmipClient.ConnectAsync(new KmipClientOptions
{
    Host = "127.0.0.1",
    Port = new Uri(app.Urls.Single()).Port,
    ClientCertificate = certificate,
    TrustedAuthorities = [authority],
});
QueryResponse query = await client.SendAsync(new QueryRequest { QueryFunctions = [QueryFunction.QueryOperations] });
Console.WriteLine($"listed by Query: {query.Operations.Contains(KeyCheckValueRequest.Operation)}");

CreateResponse created = await client.SendAsync(new CreateRequest
{
    ObjectType = ObjectType.SymmetricKey,
    Attributes = new AttributeList { CryptographicAlgorithm = CryptographicAlgorithm.AES, CryptographicLength = 256, CryptographicUsageMask = CryptographicUsageMask.Encrypt },
});
KeyCheckValueResponse check = await client.SendAsync(new KeyCheckValueRequest { UniqueIdentifier = created.UniqueIdentifier.Text! });
Console.WriteLine($"check value: {Convert.ToHexString(check.Value)}");
await app.StopAsync();
return 0;
