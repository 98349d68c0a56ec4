using System.Security.Cryptography;

namespace Kmip.KeyProviders.Gcp;

/// <summary>Clears exported private keys.</summary>
internal static class RsaParametersExtensions
{
    /// <summary>Zeroes every private part.</summary>
    public static void Zero(this RSAParameters parameters)
    {
        foreach (byte[]? part in (ReadOnlySpan<byte[]?>)[parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ])
        {
            CryptographicOperations.ZeroMemory(part);
        }
    }
}
