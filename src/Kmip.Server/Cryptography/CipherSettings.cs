using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>How to encrypt or decrypt: what is left to do once the parameters of the request and of the key have been put together.</summary>
/// <param name="Mode">CBC, ECB, CTR or GCM.</param>
/// <param name="PadsPkcs5">Whether the last block is padded (CBC and ECB).</param>
/// <param name="TagLength">The bytes of the authentication tag (GCM); else 0.</param>
/// <param name="MayMakeIV">Whether the server makes the initialization vector where the client gives none.</param>
internal sealed record CipherSettings(BlockCipherMode Mode, bool PadsPkcs5, int TagLength, bool MayMakeIV)
{
    /// <summary>The only length of a GCM nonce here: the platform has no other, and all others weaken GCM (SP 800-38D section 5.2.1.1).</summary>
    public const int GcmNonceLength = 12;

    private const int BlockLength = 16;
    private const int MinimumTagLength = 12;
    private const int MaximumTagLength = 16;

    /// <summary>What clients mean that say nothing at all, and keys that say nothing either: they expect it to work.</summary>
    private static readonly CipherSettings Usual = new(BlockCipherMode.CBC, PadsPkcs5: true, TagLength: 0, MayMakeIV: true);

    /// <summary>The bytes of the initialization vector, counter block or nonce; 0 where the mode has none.</summary>
    public int IVLength => Mode switch
    {
        BlockCipherMode.ECB => 0,
        BlockCipherMode.GCM => GcmNonceLength,
        _ => BlockLength,
    };

    /// <summary>
    /// The parameters of the request, or without them those of the key with the lowest index (KMIP 1.4 sections 4.29 and 4.30), or AES in CBC
    /// with PKCS5 padding. A mode that is left out is CBC with PKCS5 padding; a padding that is left out beside a mode is none.
    /// </summary>
    /// <exception cref="KmipOperationException">The parameters contradict the key, or ask for what the server does not have.</exception>
    public static CipherSettings Of(CryptographicParameters? requested, ManagedObjectRecord key, KmipVersion version)
    {
        if (key.Attributes.CryptographicAlgorithm is not CryptographicAlgorithm.AES)
        {
            throw Unsupported("The server encrypts and decrypts with AES keys only.");
        }

        if ((requested ?? OwnParameters(key)) is not { } given)
        {
            return Usual;
        }

        if (given.CryptographicAlgorithm is not (null or CryptographicAlgorithm.AES))
        {
            throw Bad("The Cryptographic Algorithm of the parameters is not that of the key, AES.");
        }

        BlockCipherMode mode = given.BlockCipherMode ?? BlockCipherMode.CBC;
        RequireSupported(mode, version);
        var settings = new CipherSettings(mode, IsPadded(mode, given), mode is BlockCipherMode.GCM ? TagLengthOf(given) : 0, given.RandomIV is not false);
        settings.CheckCounters(given);
        return settings;
    }

    private static CryptographicParameters? OwnParameters(ManagedObjectRecord key) =>
        key.Attributes.FindAll(KmipTag.CryptographicParameters).Select(value => value.AsStructure).OfType<CryptographicParameters>().FirstOrDefault();

    private static void RequireSupported(BlockCipherMode mode, KmipVersion version)
    {
        if (mode is not (BlockCipherMode.CBC or BlockCipherMode.ECB or BlockCipherMode.CTR or BlockCipherMode.GCM))
        {
            throw Unsupported("The server has the Block Cipher Modes CBC, ECB, CTR and GCM.");
        }

        // Earlier messages have no field for the tag, and without it the data would be lost.
        if (mode is BlockCipherMode.GCM && version < KmipVersion.V1_4)
        {
            throw Unsupported("GCM needs KMIP 1.4 or later: earlier versions have no field for the authentication tag.");
        }
    }

    private static bool IsPadded(BlockCipherMode mode, CryptographicParameters given)
    {
        bool isBlockMode = mode is BlockCipherMode.CBC or BlockCipherMode.ECB;
        return given.PaddingMethod switch
        {
            null => isBlockMode && given.BlockCipherMode is null,
            PaddingMethod.None => false,
            PaddingMethod.PKCS5 when isBlockMode => true,
            PaddingMethod.PKCS5 => throw Bad("CTR and GCM are not padded: leave the Padding Method out."),
            _ => throw Unsupported("The server has the Padding Methods None and PKCS5."),
        };
    }

    // CS-BC-M-GCM-1 of every version wants General Failure for a tag length that GCM does not have.
    private static int TagLengthOf(CryptographicParameters given) => given.TagLength switch
    {
        null => MaximumTagLength,
        >= MinimumTagLength and <= MaximumTagLength => given.TagLength.Value,
        _ => throw new KmipOperationException(ResultReason.GeneralFailure, "The Tag Length must be 12 to 16 bytes."),
    };

    private void CheckCounters(CryptographicParameters given)
    {
        // The specification counts bits (section 3.6), much used clients count bytes; no length has both meanings.
        if (given.IVLength is { } length && length != IVLength && length != IVLength * 8)
        {
            throw Unsupported("The server has initialization vectors of 16 bytes for CBC and CTR and of 12 bytes for GCM.");
        }

        if (given.InitialCounterValue is not null || given.FixedFieldLength is not null || given.InvocationFieldLength is not null || given.CounterLength is not null)
        {
            throw Unsupported("The server does not put counters together from fields: give the whole counter block as IV/Counter/Nonce.");
        }
    }

    private static KmipOperationException Bad(string message) => new(ResultReason.BadCryptographicParameters, message);

    private static KmipOperationException Unsupported(string message) => new(ResultReason.UnsupportedCryptographicParameters, message);
}
