using System.Security.Cryptography;
using Azure.Identity;

namespace Kmip.KeyProviders.Azure;

/// <summary>
/// Puts the failures of Azure.Identity in our words. Its exceptions go no further: their texts hold answers of the service.
/// </summary>
internal static class TokenFailures
{
    /// <summary>The library nests a failure some levels deep; the chain of sources brings one for each.</summary>
    private const int MaximumDepth = 16;

    public static KeyProviderException From(Exception e)
    {
        if (Find<KeyProviderException>(e, 0) is { } ours)
        {
            return ours;
        }

        if (e is CredentialUnavailableException || Find<IOException>(e, 0) is not null || Find<UnauthorizedAccessException>(e, 0) is not null)
        {
            return new KeyProviderException(KeyProviderError.CredentialsMissing, "No Azure credentials were found where they were looked for.")
            {
                Remedy = "Check the file of the token, that this machine has a managed identity, or that az login was done for this user; see the guide for the order of the default credentials.",
            };
        }

        return new KeyProviderException(
            KeyProviderError.CredentialsRejected,
            Find<CryptographicException>(e, 0) is null
                ? $"The Azure credentials cannot be used (Azure.Identity ended with {e.GetType().Name})."
                : "The Azure client certificate cannot be used to sign.")
        {
            Remedy = "Check tenant, client and secret or certificate.",
        };
    }

    private static T? Find<T>(Exception? e, int depth)
        where T : Exception
    {
        for (; e is not null && depth < MaximumDepth; e = e.InnerException, depth++)
        {
            if (e is T found)
            {
                return found;
            }

            if (e is AggregateException { InnerExceptions: { Count: > 1 } several })
            {
                return several.Select(inner => Find<T>(inner, depth + 1)).FirstOrDefault(static inner => inner is not null);
            }
        }

        return null;
    }
}
