using Kmip.Protocol;

namespace Kmip.Client.Tests.Support;

/// <summary>Clients of a scripted server without TLS.</summary>
internal static class Clients
{
    public static KmipClientOptions Options(ScriptedServer server, TimeProvider? time = null, IReadOnlyList<KmipVersion>? versions = null) => new()
    {
        Host = "test.example",
        Versions = versions ?? [KmipVersion.V1_4],
        TimeProvider = time ?? TimeProvider.System,
        OpenStream = server.ConnectAsync,
    };

    public static Task<KmipClient> ConnectAsync(ScriptedServer server) => KmipClient.ConnectAsync(Options(server));
}
