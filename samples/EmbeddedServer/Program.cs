// A KMIP server inside a program of your own: mutual TLS, objects in memory, each client sees its own objects only.
//   dotnet run --project samples/EmbeddedServer -- --port 5696 --server-pem SERVER.pem --ca CLIENT-CA.pem
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kmip.Server;
using Kmip.Server.Kestrel;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
if (builder.Configuration["server-pem"] is not { } serverPem || builder.Configuration["ca"] is not { } ca)
{
    Console.Error.WriteLine("usage: EmbeddedServer [--port PORT] --server-pem SERVER.pem --ca CLIENT-CA.pem");
    return 2;
}

// The authorities that client certificates must come from.
X509Certificate2Collection authorities = [];
authorities.ImportFromPemFile(ca);
int port = int.Parse(builder.Configuration["port"] ?? "5696", CultureInfo.InvariantCulture);

builder.Services.AddKmipServer(builder.Configuration.GetSection("Kmip"))
    .AddStandardOperations()
    .UseStore<InMemoryStore>()
    .UseAccessPolicy<OwnerPolicy>()
    .Listen(new IPEndPoint(IPAddress.Loopback, port), new KmipListenOptions
    {
        ServerCertificate = ServerCertificateSource.FromPemFile(serverPem),
        ClientAuthorities = authorities,
    });

await using WebApplication app = builder.Build();
await app.StartAsync();
Console.WriteLine($"listening on {new Uri(app.Urls.Single()).Authority}");
await app.WaitForShutdownAsync();
return 0;
