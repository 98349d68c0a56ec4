using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Aws;

/// <summary>Variables that would send credentials elsewhere. They are named, never printed: a proxy's URL may hold a password.</summary>
internal static class AwsEnvironment
{
    private static readonly string[] Endpoints = ["AWS_ENDPOINT_URL_KMS", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"];

    /// <summary>One sentence for each variable that is set and not used.</summary>
    public static IReadOnlyList<string> FindIgnored(AwsKeyProviderOptions options)
    {
        var warnings = new List<string>();
        if (!options.UseEnvironmentEndpoints)
        {
            warnings.AddRange(Endpoints.Where(name => !string.IsNullOrEmpty(options.Environment(name))).Select(
                name => $"{name} is set and ignored. Endpoints are taken from options unless environment endpoints are asked for."));
        }

        if (!options.UseEnvironmentProxy)
        {
            warnings.AddRange(ProxyVariables.Ignored(options.Environment));
        }

        return warnings;
    }
}
