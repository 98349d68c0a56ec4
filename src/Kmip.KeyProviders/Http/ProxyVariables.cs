namespace Kmip.KeyProviders.Http;

/// <summary>The variables of the environment that name a proxy. They are named to people, never printed: a proxy's URL may hold a password.</summary>
public static class ProxyVariables
{
    private static readonly string[] Names = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

    /// <summary>One sentence for the operator for each variable that is set while proxies were not asked for.</summary>
    /// <param name="environment">Reads a variable; null where it is not set.</param>
    public static IEnumerable<string> Ignored(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return Names.Where(name => !string.IsNullOrEmpty(environment(name))).Select(name => $"{name} is set and ignored. Proxies are used only when asked for.");
    }
}
