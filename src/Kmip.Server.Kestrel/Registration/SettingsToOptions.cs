using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Kmip.Server.Kestrel;

/// <summary>Fills the options from the configuration when they are first asked for: at the start of the host.</summary>
internal sealed class SettingsToOptions(ServerSettings settings) : IConfigureOptions<KmipServerOptions>, IConfigureOptions<KmipSessionOptions>
{
    public void Configure(KmipServerOptions options) => settings.Apply(options);

    public void Configure(KmipSessionOptions options) => settings.Apply(options);
}

/// <summary>Opens the endpoint of the configuration.</summary>
internal sealed class SettingsToEndpoint(ServerSettings settings, IOptions<KmipSessionOptions> session) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        (System.Net.IPEndPoint endPoint, KmipListenOptions listenOptions) = settings.ReadEndpoint(session.Value);
        options.Listen(endPoint, listen => listen.UseKmip(listenOptions));
    }
}
