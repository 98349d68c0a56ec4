using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Gcp;

/// <summary>The options after their checks: what is left to decide is decided here, once, before any request.</summary>
internal sealed class GcpSettings
{
    /// <summary>The public endpoint of Cloud KMS.</summary>
    public const string PublicEndpoint = "https://cloudkms.googleapis.com/";

    /// <summary>Variables that would send requests elsewhere. They are never used here.</summary>
    private static readonly string[] Endpoints = ["CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS", "GCE_METADATA_HOST"];

    public required GcpKeyProviderOptions Options { get; init; }

    public required GcpKeyName Key { get; init; }

    public required Uri KmsEndpoint { get; init; }

    /// <summary>What stands for all credential services; null: Google's own.</summary>
    public required Uri? CredentialEndpoint { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="KeyProviderException">InvalidConfiguration or CredentialsMissing, naming the option and never its value where it is secret.</exception>
    public static GcpSettings From(GcpKeyProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        GcpOptionChecks.Credentials(options);
        return new GcpSettings
        {
            Options = options,
            Key = GcpOptionChecks.KeyName(options),
            KmsEndpoint = KeyServiceEndpoint.Check(options.EndpointUrl ?? PublicEndpoint, nameof(options.EndpointUrl)),
            CredentialEndpoint = options.CredentialEndpointUrl is { } url ? KeyServiceEndpoint.Check(url, nameof(options.CredentialEndpointUrl)) : null,
            Warnings = [.. Ignored(options)],
        };
    }

    private static IEnumerable<string> Ignored(GcpKeyProviderOptions options)
    {
        IEnumerable<string> endpoints = Endpoints.Where(name => !string.IsNullOrEmpty(options.Environment(name)))
            .Select(name => $"{name} is set and ignored. Endpoints are taken from options.");
        return options.UseEnvironmentProxy ? endpoints : endpoints.Concat(ProxyVariables.Ignored(options.Environment));
    }
}
