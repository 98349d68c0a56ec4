using System.Collections.Concurrent;
using System.Net;
using Kmip.FakeAzure.Faults;
using Kmip.FakeAzure.Tokens;
using Kmip.FakeAzure.Vault;
using Kmip.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kmip.FakeAzure.Hosting;

/// <summary>A vault, Entra ID and the identity service of a machine on one loopback port.</summary>
public sealed class FakeAzureServer : IAsyncDisposable
{
    /// <summary>Stands in the message of every error: text of the service that a client must not pass on.</summary>
    public const string VendorText = "FAKE-AZURE-VENDOR-TEXT";

    private readonly WebApplication _application;

    private FakeAzureServer(WebApplication application)
    {
        _application = application;
        Vault = new VaultService(this);
        Entra = new EntraService(this);
    }

    public Uri Endpoint { get; private set; } = null!;

    public VaultService Vault { get; }

    public EntraService Entra { get; }

    public FaultQueue<Fault> Faults { get; } = new();

    public ConcurrentQueue<RecordedRequest> Requests { get; } = new();

    /// <summary>How far the clock of the services is from that of the machine.</summary>
    public TimeSpan ClockOffset { get; set; }

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + ClockOffset;

    /// <summary>Starts on a loopback port; 0: a free one.</summary>
    public static async Task<FakeAzureServer> StartAsync(int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        WebApplication application = builder.Build();
        var server = new FakeAzureServer(application);
        application.Run(new FakeAzureEndpoint(server).HandleAsync);
        await application.StartAsync();
        IServerAddressesFeature addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Endpoint = new Uri(addresses.Addresses.Single());
        return server;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
