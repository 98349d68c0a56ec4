using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kmip.Server.Kestrel;

/// <summary>Registers a KMIP server with a host's services.</summary>
public static class KmipServiceCollectionExtensions
{
    /// <summary>
    /// Adds a server. It can do nothing yet and lets nobody in: the builder says what it has. What is missing or wrong stops the host at its
    /// start, with a message that names it.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">
    /// The section of the server's settings (docs/reference/server-settings.md), such as <c>configuration.GetSection("Kmip")</c>; null: the
    /// defaults. With a section <c>Listen</c> the server opens its endpoint on Kestrel by itself.
    /// </param>
    public static IKmipServerBuilder AddKmipServer(this IServiceCollection services, IConfiguration? configuration = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<KmipServerOptions>().ValidateOnStart();
        services.AddOptions<KmipSessionOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KmipServerOptions>, ServerOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KmipSessionOptions>, SessionOptionsValidator>());
        if (configuration is not null)
        {
            services.AddSingleton(new ServerSettings(configuration));
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<KmipServerOptions>, SettingsToOptions>());
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<KmipSessionOptions>, SettingsToOptions>());
            if (configuration.GetSection(ServerSettings.ListenSection).Exists())
            {
                services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, SettingsToEndpoint>());
            }
        }

        services.TryAddSingleton(provider => new OperationTable(provider.GetServices<OperationHandler>()));
        services.TryAddSingleton<IFrameHandler>(ServerComposition.CreateDispatcher);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ServerStartup>());
        return new Builder(services);
    }

    private sealed class Builder(IServiceCollection services) : IKmipServerBuilder
    {
        public IServiceCollection Services => services;
    }
}
