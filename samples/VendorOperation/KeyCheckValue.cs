using System.Security.Cryptography;
using Kmip.Protocol;
using Kmip.Server;
using Kmip.Ttlv;

namespace VendorOperation;

/// <summary>Asks for the check value of an AES key. Numbers from 0x80000000 on are free for vendors' operations, tags from 0x540000 on for their fields.</summary>
public sealed class KeyCheckValueRequest : IKmipRequest<KeyCheckValueRequest, KeyCheckValueResponse>
{
    public static Operation Operation => (Operation)0x80000001;

    public required string UniqueIdentifier { get; init; }

    public static KeyCheckValueRequest Decode(ref TtlvReader reader, KmipVersion version) =>
        new() { UniqueIdentifier = reader.ReadTextString(KmipTag.UniqueIdentifier) };

    public void Encode(TtlvWriter writer, KmipVersion version) => writer.WriteTextString(KmipTag.UniqueIdentifier, UniqueIdentifier);
}

/// <summary>The check value: it tells whether two places hold the same key, and nothing about the key.</summary>
public sealed class KeyCheckValueResponse : IKmipResponse<KeyCheckValueResponse>
{
    private const KmipTag ValueTag = (KmipTag)0x540001;

    public required byte[] Value { get; init; }

    public static KeyCheckValueResponse Decode(ref TtlvReader reader, KmipVersion version) =>
        new() { Value = reader.ReadByteString(ValueTag).ToArray() };

    public void Encode(TtlvWriter writer, KmipVersion version) => writer.WriteByteString(ValueTag, Value);
}

/// <summary>Serves the operation. Decoding, the access policy, errors and the encoding of the answer are done around it.</summary>
public sealed class KeyCheckValueHandler : OperationHandler<KeyCheckValueRequest, KeyCheckValueResponse>
{
    public override async ValueTask<KeyCheckValueResponse> HandleAsync(
        KeyCheckValueRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ManagedObjectRecord record = await context.FindAsync(request.UniqueIdentifier, StoreAccess.Read, cancellationToken);
        IStoreTransaction transaction = await context.OpenAsync(StoreAccess.Read, cancellationToken);

        // The object is a copy of our own: disposing it zeroes the key.
        using ManagedObject? found = await transaction.GetObjectAsync(record.UniqueIdentifier, cancellationToken);
        if (found is not SymmetricKey { KeyBlock: { CryptographicAlgorithm: CryptographicAlgorithm.AES, KeyValue.Material.Bytes: { } key } })
        {
            throw new KmipOperationException(ResultReason.InvalidObjectType, "The object is not an AES key, or has been destroyed.");
        }

        using var aes = Aes.Create();
        aes.SetKey(key.Span);
        return new KeyCheckValueResponse { Value = aes.EncryptEcb(new byte[16], PaddingMode.None)[..3] };
    }
}
