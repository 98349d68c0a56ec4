namespace Kmip.KeyProviders.Azure;

/// <summary>
/// The clouds of Azure, by the domains of their vaults: everything else (who issues tokens, for which resource) follows from the domain, so no
/// option and no answer can lead elsewhere.
/// </summary>
internal sealed class AzureCloud
{
    private static readonly AzureCloud Public = new(["vault.azure.net", "managedhsm.azure.net"], ["login.microsoftonline.com", "login.windows.net"]);
    private static readonly AzureCloud China = new(["vault.azure.cn", "managedhsm.azure.cn"], ["login.chinacloudapi.cn", "login.partner.microsoftonline.cn"]);
    private static readonly AzureCloud UsGovernment = new(["vault.usgovcloudapi.net", "managedhsm.usgovcloudapi.net"], ["login.microsoftonline.us"]);
    private static readonly AzureCloud[] All = [Public, China, UsGovernment];

    private AzureCloud(string[] domains, string[] loginHosts) => (Domains, LoginHosts) = (domains, loginHosts);

    /// <summary>The domains of Key Vault and of Managed HSM.</summary>
    public IReadOnlyList<string> Domains { get; }

    /// <summary>The hosts of Microsoft Entra ID in this cloud; the first is the one that is asked.</summary>
    public IReadOnlyList<string> LoginHosts { get; }

    /// <summary>Where tokens are asked for.</summary>
    public Uri Authority => new($"https://{LoginHosts[0]}/");

    /// <summary>The cloud of a domain; null: it is none of Azure's.</summary>
    public static AzureCloud? OfDomain(string domain) => Array.Find(All, cloud => cloud.Domains.Contains(domain));
}
