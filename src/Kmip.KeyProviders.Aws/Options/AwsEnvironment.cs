namespace Kmip.KeyProviders.Aws;

/// <summary>Variables that would send credentials elsewhere. They are named, never printed: a proxy's URL may hold a password.</summary>
internal static class AwsEnvironment
{
    private static readonly string[] Endpoints = ["AWS_ENDPOINT_URL_KMS", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"];
    private static readonly string[] Proxies = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

    /// <summary>One sentence for each variable that is set and not used.</summary>
    public static IReadOnlyList<string> FindIgnored(AwsKeyProviderOptions options)
    {
        var warnings = new List<string>();
        if (!options.UseEnvironmentEndpoints)
        {
            AddSet(warnings, options, Endpoints, "Endpoints are taken from options unless environment endpoints are asked for.");
        }

        if (!options.UseEnvironmentProxy)
        {
            AddSet(warnings, options, Proxies, "Proxies are used only when asked for.");
        }

        return warnings;
    }

    private static void AddSet(List<string> warnings, AwsKeyProviderOptions options, string[] names, string why)
    {
        foreach (string name in names)
        {
            if (!string.IsNullOrEmpty(options.Environment(name)))
            {
                warnings.Add($"{name} is set and ignored. {why}");
            }
        }
    }
}
