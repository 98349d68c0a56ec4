using Amazon;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Aws;

/// <summary>
/// The clients of the SDK over our own HTTP handler. Everything the SDK would decide by itself is off: retries, redirects, proxies, endpoints
/// and defaults from the environment, logging.
/// </summary>
internal sealed class AwsTransport : IDisposable
{
    private readonly AwsSettings _settings;
    private readonly SocketsHttpHandler _sockets;
    private readonly HttpClient _kmsHttp;
    private readonly HttpClient _stsHttp;
    private readonly Lock _lock = new();
    private (AwsKeys Keys, AmazonKeyManagementServiceClient Client)? _kms;

    public AwsTransport(AwsSettings settings)
    {
        _settings = settings;
        _sockets = KeyServiceSockets.Create(settings.Options.RetryPolicy.Deadline, settings.Options.UseEnvironmentProxy);
        _kmsHttp = Http(AwsService.Kms);
        _stsHttp = Http(AwsService.Sts);
    }

    /// <summary>The KMS client for these credentials; the last one is kept. Callers do not dispose it.</summary>
    public AmazonKeyManagementServiceClient KmsClient(AwsKeys keys)
    {
        lock (_lock)
        {
            if (_kms is { } known && ReferenceEquals(known.Keys, keys))
            {
                return known.Client;
            }

            // The one before may still be in use; it holds nothing that needs disposing, since the HTTP client is ours.
            var config = Configure(new AmazonKeyManagementServiceConfig(), _kmsHttp, _settings.KmsEndpoint);
            var client = new AmazonKeyManagementServiceClient(ToSdk(keys), config);
            _kms = (keys, client);
            return client;
        }
    }

    /// <summary>A new STS client for these credentials.</summary>
    public AmazonSecurityTokenServiceClient StsClient(AwsKeys keys) => new(ToSdk(keys), StsConfig());

    /// <summary>A new STS client that signs nothing, for calls whose token is the proof.</summary>
    public AmazonSecurityTokenServiceClient AnonymousStsClient() => new(new AnonymousAWSCredentials(), StsConfig());

    public void Dispose()
    {
        _kmsHttp.Dispose();
        _stsHttp.Dispose();
        _sockets.Dispose();
    }

    private static AWSCredentials ToSdk(AwsKeys keys) => keys.SessionToken is { } token
        ? new SessionAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey, token)
        : new BasicAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey);

    private AmazonSecurityTokenServiceConfig StsConfig() => Configure(new AmazonSecurityTokenServiceConfig(), _stsHttp, _settings.StsEndpoint);

    private T Configure<T>(T config, HttpClient http, Uri? endpoint)
        where T : ClientConfig
    {
        config.IgnoreConfiguredEndpointUrls = true;
        config.DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = 0;
        config.MaxStaleConnectionRetries = 0;
        config.ThrottleRetries = false;
        config.AllowAutoRedirect = false;
        config.DisableLogging = true;
        config.LogResponse = false;
        config.UseDualstackEndpoint = false;
        config.UseFIPSEndpoint = _settings.Options.UseFipsEndpoints && endpoint is null;
        config.HttpClientFactory = new OwnHttpClient(http);
        config.Timeout = Timeout.InfiniteTimeSpan;
        if (endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(_settings.Region);
        }
        else
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = _settings.Region;
        }

        return config;
    }

    private HttpClient Http(AwsService service) =>
        new(new AwsAnswerGuard(service, _settings.Options.TimeProvider, _sockets), disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Gives the SDK our HTTP client, which it neither caches nor disposes.</summary>
    private sealed class OwnHttpClient(HttpClient client) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
