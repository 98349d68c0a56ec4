using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kmip.Server.Kestrel;

/// <summary>Puts the server together before an endpoint is bound, so that a missing part stops the host, and warms it up.</summary>
internal sealed class ServerStartup(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        WarmUp.RunAsync(services.GetRequiredService<IFrameHandler>(), certificate: null, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
