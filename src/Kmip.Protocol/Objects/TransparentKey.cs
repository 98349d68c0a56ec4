using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>A key as numbers, one generated type for each transparent key format. Secret numbers are zeroed when disposed.</summary>
public abstract class TransparentKey : IKmipStructure, IDisposable
{
    private protected TransparentKey()
    {
    }

    /// <inheritdoc/>
    public abstract void Encode(TtlvWriter writer, KmipVersion version);

    /// <summary>Zeroes the secret numbers.</summary>
    public void Dispose()
    {
        DisposeSecrets();
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads the structure of a key format; null for a format that has none.</summary>
    internal static TransparentKey? Decode(ref TtlvReader reader, KeyFormatType format, KmipVersion version) => format switch
    {
        KeyFormatType.TransparentSymmetricKey => TransparentSymmetricKey.Decode(ref reader, version),
        KeyFormatType.TransparentDSAPrivateKey => TransparentDSAPrivateKey.Decode(ref reader, version),
        KeyFormatType.TransparentDSAPublicKey => TransparentDSAPublicKey.Decode(ref reader, version),
        KeyFormatType.TransparentRSAPrivateKey => TransparentRSAPrivateKey.Decode(ref reader, version),
        KeyFormatType.TransparentRSAPublicKey => TransparentRSAPublicKey.Decode(ref reader, version),
        KeyFormatType.TransparentDHPrivateKey => TransparentDHPrivateKey.Decode(ref reader, version),
        KeyFormatType.TransparentDHPublicKey => TransparentDHPublicKey.Decode(ref reader, version),
        KeyFormatType.TransparentECDSAPrivateKey => TransparentECDSAPrivateKey.Decode(ref reader, version),
        KeyFormatType.TransparentECDSAPublicKey => TransparentECDSAPublicKey.Decode(ref reader, version),
        KeyFormatType.TransparentECDHPrivateKey => TransparentECDHPrivateKey.Decode(ref reader, version),
        KeyFormatType.TransparentECDHPublicKey => TransparentECDHPublicKey.Decode(ref reader, version),
        KeyFormatType.TransparentECMQVPrivateKey => TransparentECMQVPrivateKey.Decode(ref reader, version),
        KeyFormatType.TransparentECMQVPublicKey => TransparentECMQVPublicKey.Decode(ref reader, version),
        KeyFormatType.TransparentECPrivateKey => TransparentECPrivateKey.Decode(ref reader, version),
        KeyFormatType.TransparentECPublicKey => TransparentECPublicKey.Decode(ref reader, version),
        _ => null,
    };

    /// <summary>Zeroes the secret numbers of the type.</summary>
    protected virtual void DisposeSecrets()
    {
    }
}
