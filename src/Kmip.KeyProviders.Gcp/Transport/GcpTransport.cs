using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Gcp;

/// <summary>The HTTP clients: one for Cloud KMS, and those for the services that issue credentials, over one set of connections.</summary>
internal sealed class GcpTransport : IDisposable
{
    private readonly GcpSettings _settings;
    private readonly SocketsHttpHandler _sockets;

    public GcpTransport(GcpSettings settings)
    {
        _settings = settings;
        _sockets = KeyServiceSockets.Create(settings.Options.RetryPolicy.Deadline, settings.Options.UseEnvironmentProxy);
        Kms = Client(new KmsGuard(settings.Options.TimeProvider, _sockets));
        Credentials = Client(CredentialHandler(null));
    }

    /// <summary>For Cloud KMS.</summary>
    public HttpClient Kms { get; }

    /// <summary>For the services that issue credentials.</summary>
    public HttpClient Credentials { get; }

    /// <summary>The handlers for the services that issue credentials, for a library that brings its own client.</summary>
    /// <param name="subject">The address of a subject token that the options allow; null: none.</param>
    public HttpMessageHandler CredentialHandler(Uri? subject) =>
        new GcpHostGate(_settings.CredentialEndpoint, subject, new CredentialGuard(_settings.Options.TimeProvider, subject, _sockets));

    public void Dispose()
    {
        Kms.Dispose();
        Credentials.Dispose();
        _sockets.Dispose();
    }

    private static HttpClient Client(HttpMessageHandler handler) => new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
}
