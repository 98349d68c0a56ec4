using System.Globalization;
using Kmip.FakeAzure.Hosting;
using Kmip.FakeAzure.Tokens;
using Kmip.FakeAzure.Vault;

// Kmip.FakeAzure [PORT [SECONDS]]: serves until the time is over (10 minutes unless given) or it is killed.
// It has one RSA key and one application, whose names and secret it prints; more is made through /_control.
int port = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 0;
int seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 600;
await using FakeAzureServer server = await FakeAzureServer.StartAsync(port);
FakeKey key = server.Vault.CreateKey("first");
FakeApplication application = server.Entra.CreateApplication();
server.Entra.MachineIdentity = application;
Console.WriteLine($"Fake Azure listens on http://{server.Endpoint.Authority}");
Console.WriteLine($"Key: {key.Id}");
Console.WriteLine($"Tenant: {server.Entra.Tenant}");
Console.WriteLine($"Client: {application.ClientId}");
Console.WriteLine($"Secret: {application.Secret}");
await Task.Delay(TimeSpan.FromSeconds(seconds));
Console.WriteLine("Fake Azure ends: its time is over");
return 0;
