using System.Globalization;
using Kmip.FakeAws.Hosting;

// Kmip.FakeAws [PORT [SECONDS [REGION]]]: serves on a loopback port until it is ended or the time is over (10 minutes unless given).
int port = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 0;
int seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 600;
await using FakeAwsServer server = await FakeAwsServer.StartAsync(args.Length > 2 ? args[2] : "eu-central-1", port);
Console.WriteLine($"Fake AWS listens on {server.Endpoint}");
await Task.Delay(TimeSpan.FromSeconds(seconds));
return 0;
