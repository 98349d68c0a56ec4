using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>The key lengths of the algorithms that symmetric keys are made for.</summary>
internal static class SymmetricAlgorithms
{
    /// <summary>The bytes of a key, or null where the algorithm is not symmetric or has no keys of that length.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="bits">Cryptographic Length; for Triple DES without its parity bits (112, 168) or with them (128, 192).</param>
    public static int? KeyBytes(CryptographicAlgorithm algorithm, int bits) => algorithm switch
    {
        CryptographicAlgorithm.AES or CryptographicAlgorithm.Camellia => bits is 128 or 192 or 256 ? bits / 8 : null,
        CryptographicAlgorithm.DES3 => bits switch { 112 or 128 => 16, 168 or 192 => 24, _ => null },
        CryptographicAlgorithm.Blowfish => InSteps(bits, 32, 448),
        CryptographicAlgorithm.CAST5 => InSteps(bits, 40, 128),
        CryptographicAlgorithm.IDEA => bits == 128 ? 16 : null,
        CryptographicAlgorithm.SKIPJACK => bits == 80 ? 10 : null,
        CryptographicAlgorithm.ChaCha20 or CryptographicAlgorithm.ChaCha20Poly1305 or CryptographicAlgorithm.Poly1305 => bits == 256 ? 32 : null,
        CryptographicAlgorithm.HMAC_SHA1 or CryptographicAlgorithm.HMAC_SHA224 or CryptographicAlgorithm.HMAC_SHA256
            or CryptographicAlgorithm.HMAC_SHA384 or CryptographicAlgorithm.HMAC_SHA512 => InSteps(bits, 80, 4096),
        _ => null,
    };

    /// <summary>The length a key has where the request names none; null where there is no usual one.</summary>
    public static int? UsualBits(CryptographicAlgorithm algorithm) => algorithm switch
    {
        CryptographicAlgorithm.AES or CryptographicAlgorithm.Camellia or CryptographicAlgorithm.ChaCha20
            or CryptographicAlgorithm.ChaCha20Poly1305 or CryptographicAlgorithm.HMAC_SHA256 => 256,
        _ => null,
    };

    private static int? InSteps(int bits, int least, int most) => bits >= least && bits <= most && bits % 8 == 0 ? bits / 8 : null;
}
