namespace Kmip.KeyProviders.Azure;

/// <summary>The algorithms of Key Vault and Managed HSM that wrap keys safely, and which operations know them.</summary>
/// <param name="Name">The name of the service (RFC 7518 and the service's own).</param>
/// <param name="Encrypts">True where encrypt and decrypt know it.</param>
/// <param name="Wraps">True where wrapKey and unwrapKey know it.</param>
/// <param name="IsAuthenticated">True for AES-GCM: nonce and tag go along with the ciphertext.</param>
internal sealed record AzureAlgorithm(string Name, bool Encrypts, bool Wraps, bool IsAuthenticated)
{
    /// <summary>The nonce and the tag of AES-GCM, in bytes.</summary>
    public const int NonceLength = 12;
    public const int TagLength = 16;

    private static readonly AzureAlgorithm[] Known =
    [
        new("RSA-OAEP", true, true, false),
        new("RSA-OAEP-256", true, true, false),
        .. ((string[])["A128KW", "A192KW", "A256KW"]).Select(static name => new AzureAlgorithm(name, false, true, false)),
        .. ((string[])["A128GCM", "A192GCM", "A256GCM"]).Select(static name => new AzureAlgorithm(name, true, false, true)),
    ];

    /// <summary>The algorithm for an operation.</summary>
    /// <exception cref="KeyProviderException">InvalidConfiguration: it is not known, not safe, or not one of the operation.</exception>
    public static AzureAlgorithm Find(string? name, bool wrapKey)
    {
        const string Offered = "Use RSA-OAEP or RSA-OAEP-256; with a symmetric key of a managed HSM A256GCM, or A256KW with wrapKey.";
        if (name == "RSA1_5")
        {
            // Whoever sees which ciphertexts are refused can decrypt with it (Bleichenbacher 1998).
            throw AzureOptionChecks.Invalid("The algorithm RSA1_5 is refused: its padding gives keys away.", "Wrap the key again with RSA-OAEP.");
        }

        if (name?.Contains("CBC", StringComparison.Ordinal) == true)
        {
            throw AzureOptionChecks.Invalid("Algorithms with CBC are refused: a changed ciphertext would unwrap to another key unnoticed.", Offered);
        }

        if (Array.Find(Known, algorithm => algorithm.Name == name) is not { } found)
        {
            throw AzureOptionChecks.Invalid("The algorithm is none that wraps keys in Key Vault.", Offered);
        }

        return (wrapKey ? found.Wraps : found.Encrypts) ? found : throw AzureOptionChecks.Invalid(
            $"The algorithm {found.Name} is none of the operation {(wrapKey ? "wrapKey" : "encrypt")}.", Offered);
    }
}
