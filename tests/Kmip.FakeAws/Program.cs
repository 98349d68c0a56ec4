using System.Globalization;
using Kmip.FakeAws.Hosting;

// Kmip.FakeAws [PORT [SECONDS [REGION]]]: serves until the time is over (10 minutes unless given) or standard input ends.
int port = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 0;
int seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 600;
await using FakeAwsServer server = await FakeAwsServer.StartAsync(args.Length > 2 ? args[2] : "eu-central-1", port);
Console.WriteLine($"Fake AWS listens on {server.Endpoint}");
using var over = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
try
{
    byte[] buffer = new byte[256];
    await using Stream input = Console.OpenStandardInput();
    while (await input.ReadAsync(buffer, over.Token).AsTask().WaitAsync(over.Token) > 0)
    {
    }
}
catch (OperationCanceledException)
{
    Console.WriteLine("Fake AWS ends: its time is over");
}

return 0;
