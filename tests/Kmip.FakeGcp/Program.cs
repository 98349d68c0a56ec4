using System.Globalization;
using Kmip.FakeGcp.Hosting;
using Kmip.FakeGcp.Kms;
using Kmip.FakeGcp.Tokens;

// Kmip.FakeGcp [PORT [SECONDS]]: serves until the time is over (10 minutes unless given) or it is killed.
// It has one symmetric key and one service account, whose names and key it prints; more is made through /_control.
int port = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 0;
int seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 600;
await using FakeGcpServer server = await FakeGcpServer.StartAsync(port);
FakeKey key = server.Kms.CreateKey("first");
FakeServiceAccount account = server.Tokens.CreateAccount("unwrapper");
server.Tokens.MachineAccount = account;
Console.WriteLine($"Fake Google Cloud listens on http://{server.Endpoint.Authority}");
Console.WriteLine($"Key: {key.Name}");
Console.WriteLine($"Service account: {account.KeyJson()}");
await Task.Delay(TimeSpan.FromSeconds(seconds));
Console.WriteLine("Fake Google Cloud ends: its time is over");
return 0;
