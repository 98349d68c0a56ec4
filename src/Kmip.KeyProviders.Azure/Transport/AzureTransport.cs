using Azure.Core;
using Azure.Core.Pipeline;
using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Azure;

/// <summary>Azure.Core's pipelines over our own handlers: one to the vault, one for tokens, over one set of connections.</summary>
internal sealed class AzureTransport : IDisposable
{
    private readonly SocketsHttpHandler _sockets;
    private readonly HttpClient _vault;
    private readonly HttpClient _credentials;

    public AzureTransport(AzureSettings settings)
    {
        AzureKeyProviderOptions options = settings.Options;
        _sockets = KeyServiceSockets.Create(options.RetryPolicy.Deadline, options.UseEnvironmentProxy);
        _vault = Client(new VaultGuard(options.TimeProvider, _sockets));
        _credentials = Client(new AzureHostGate(settings, new CredentialGuard(options.TimeProvider, _sockets)));
        Credentials = new HttpClientTransport(_credentials);
        var pipeline = new VaultOptions { Transport = new HttpClientTransport(_vault) };
        Quiet(pipeline);
        Vault = HttpPipelineBuilder.Build(pipeline);
    }

    /// <summary>To the vault.</summary>
    public HttpPipeline Vault { get; }

    /// <summary>To what issues tokens.</summary>
    public HttpPipelineTransport Credentials { get; }

    /// <summary>No retries besides ours, and no bodies in logs: they hold keys and secrets.</summary>
    public static void Quiet(ClientOptions options)
    {
        options.Retry.MaxRetries = 0;
        options.Diagnostics.IsLoggingContentEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
    }

    public void Dispose()
    {
        _vault.Dispose();
        _credentials.Dispose();
        _sockets.Dispose();
    }

    private static HttpClient Client(HttpMessageHandler handler) => new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    private sealed class VaultOptions : ClientOptions;
}
