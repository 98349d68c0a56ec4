namespace Kmip.KeyProviders.Azure;

/// <summary>Which service answered: it decides how its failures read.</summary>
internal enum AzureService
{
    /// <summary>Key Vault or a managed HSM.</summary>
    Vault,

    /// <summary>Microsoft Entra ID.</summary>
    Token,

    /// <summary>What gives out tokens of a managed identity on the machine.</summary>
    Machine,
}
