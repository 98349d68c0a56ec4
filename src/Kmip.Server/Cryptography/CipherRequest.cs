using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>What Encrypt and Decrypt requests are checked for alike.</summary>
internal static class CipherRequest
{
    /// <summary>Refuses operations in parts (KMIP 1.3 and later), and data from another item of the batch (2.x).</summary>
    public static void RefuseParts(bool? init, bool? final, byte[]? correlation, DataReference? reference)
    {
        if (init is true || final is true || correlation is not null)
        {
            throw new KmipOperationException(ResultReason.FeatureNotSupported, "Operations in parts are not supported: send the data in one request.");
        }

        if (reference is not null)
        {
            throw new KmipOperationException(ResultReason.FeatureNotSupported, "Data of another item is not supported: send the data itself.");
        }
    }

    /// <summary>The failure of a request without a part that it needs: Invalid Message in every version, as the cases CS-BC-M-11 to 13 want it.</summary>
    public static KmipOperationException Missing(string what) => new(ResultReason.InvalidMessage, $"{what} is missing from the request.");

    /// <summary>Checks an initialization vector that was given.</summary>
    public static void CheckIV(CipherSettings settings, byte[] iv)
    {
        if (iv.Length == settings.IVLength)
        {
            return;
        }

        throw settings.Mode is BlockCipherMode.GCM
            ? new KmipOperationException(ResultReason.UnsupportedCryptographicParameters, "The server has GCM with an IV/Counter/Nonce of 12 bytes only.")
            : new KmipOperationException(ResultReason.BadCryptographicParameters, "The IV/Counter/Nonce must have 16 bytes.");
    }
}
