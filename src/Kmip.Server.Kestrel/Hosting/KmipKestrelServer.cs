using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kmip.Server.Kestrel;

/// <summary>
/// One KMIP endpoint on Kestrel, for programs that are not an ASP.NET Core application themselves. It reads no configuration file and no
/// environment variable, and takes no signal: its owner starts and stops it.
/// </summary>
public sealed class KmipKestrelServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private KmipKestrelServer(WebApplication application, IPEndPoint endPoint)
    {
        _application = application;
        EndPoint = endPoint;
    }

    /// <summary>Where the server listens; where port 0 was asked for, with the port that the system chose.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Warms the handler up, binds and starts to accept.</summary>
    /// <param name="endPoint">The address and port; port 0 lets the system choose.</param>
    /// <param name="options">TLS and limits.</param>
    /// <param name="handler">Answers the messages.</param>
    /// <param name="loggers">Receives the log; no message content is logged.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <param name="drainTimeout">How long <see cref="StopAsync"/> waits for requests in work; null: 5 seconds.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="IOException">The address cannot be bound; the message names it.</exception>
    /// <exception cref="ArgumentException">The options cannot work; the message says why.</exception>
    public static async Task<KmipKestrelServer> StartAsync(
        IPEndPoint endPoint,
        KmipListenOptions options,
        IFrameHandler handler,
        ILoggerFactory loggers,
        TimeProvider? time = null,
        TimeSpan? drainTimeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(loggers);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        builder.Services.AddSingleton(handler);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = drainTimeout ?? TimeSpan.FromSeconds(5));
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(endPoint, listen => listen.UseKmip(options)));
        WebApplication application = builder.Build();
        try
        {
            await WarmUp.RunAsync(handler, options.ServerCertificate.Current, cancellationToken).ConfigureAwait(false);
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            return new KmipKestrelServer(application, BoundEndPoint(application));
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops accepting, lets requests in work finish within the drain timeout, then closes what is left.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _application.StopAsync(cancellationToken);

    /// <summary>Stops the server.</summary>
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static IPEndPoint BoundEndPoint(WebApplication application)
    {
        IServerAddressesFeature addresses = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        var bound = new Uri(addresses.Addresses.Single());
        return new IPEndPoint(IPAddress.Parse(bound.Host), bound.Port);
    }
}
