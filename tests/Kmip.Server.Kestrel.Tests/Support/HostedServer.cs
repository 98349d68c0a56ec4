using System.Net;
using Kmip.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kmip.Server.Kestrel.Tests.Support;

/// <summary>A host with a KMIP server that was put together by the builder, on a free loopback port.</summary>
public sealed class HostedServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private HostedServer(WebApplication application, PemFolder pem, RecordingLoggers loggers)
    {
        _application = application;
        Pem = pem;
        Loggers = loggers;
    }

    public PemFolder Pem { get; }

    public RecordingLoggers Loggers { get; }

    public IServiceProvider Services => _application.Services;

    /// <summary>Builds and starts a host; throws what its start throws.</summary>
    public static async Task<HostedServer> StartAsync(
        Action<IKmipServerBuilder> build, IReadOnlyDictionary<string, string?>? settings = null, PemFolder? pem = null, bool listen = true)
    {
        pem ??= new PemFolder();
        var loggers = new RecordingLoggers();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(loggers));
        builder.WebHost.UseKestrelCore();
        IKmipServerBuilder server = builder.Services.AddKmipServer(builder.Configuration.GetSection("Kmip"));
        build(server);
        if (listen)
        {
            server.Listen(new IPEndPoint(IPAddress.Loopback, 0), new KmipListenOptions
            {
                ServerCertificate = ServerCertificateSource.FromPemFile(pem.ServerPem),
                ClientAuthorities = pem.Authority.Authorities,
            });
        }

        WebApplication application = builder.Build();
        try
        {
            await application.StartAsync();
            return new HostedServer(application, pem, loggers);
        }
        catch
        {
            await application.DisposeAsync();
            pem.Dispose();
            throw;
        }
    }

    public Task<KmipClient> ConnectAsync() => ConnectAsync(new Uri(_application.Urls.Single()).Port, Pem);

    public static Task<KmipClient> ConnectAsync(int port, PemFolder pem) => KmipClient.ConnectAsync(new KmipClientOptions
    {
        Host = "127.0.0.1",
        Port = port,
        ClientCertificate = pem.Client,
        TrustedAuthorities = [.. pem.Authority.Authorities],
    });

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        Pem.Dispose();
    }
}
