using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Support;

/// <summary>Requests that many tests begin with.</summary>
public static class Requests
{
    /// <summary>Every version the server speaks, for theories.</summary>
    public static TheoryData<int, int> Versions { get; } = new(KmipVersion.Supported.Select(version => (version.Major, version.Minor)));

    public static CreateRequest Aes(int bits = 256, params IEnumerable<KmipAttribute> more)
    {
        var attributes = new AttributeList
        {
            CryptographicAlgorithm = CryptographicAlgorithm.AES,
            CryptographicLength = bits,
            CryptographicUsageMask = CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt,
        };
        attributes.AddRange(more);
        return new CreateRequest { ObjectType = ObjectType.SymmetricKey, Attributes = attributes };
    }

    public static KmipAttribute Named(string name) =>
        new(KmipTag.Name, AttributeValue.Structure(new Name { NameValue = name, NameType = NameType.UninterpretedTextString }));

    /// <summary>Registers raw bytes as an AES key.</summary>
    public static RegisterRequest RawKey(ReadOnlySpan<byte> key, params IEnumerable<KmipAttribute> more)
    {
        var attributes = new AttributeList { CryptographicUsageMask = CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt };
        attributes.AddRange(more);
        return new RegisterRequest
        {
            ObjectType = ObjectType.SymmetricKey,
            Attributes = attributes,
            Object = new SymmetricKey
            {
                KeyBlock = new KeyBlock
                {
                    KeyFormatType = KeyFormatType.Raw,
                    KeyValue = new KeyValue(KeyMaterial.FromBytes(key)),
                    CryptographicAlgorithm = CryptographicAlgorithm.AES,
                    CryptographicLength = key.Length * 8,
                },
            },
        };
    }

    public static RevokeRequest Revoke(UniqueIdentifier? id, RevocationReasonCode code = RevocationReasonCode.CessationOfOperation) =>
        new() { UniqueIdentifier = id, RevocationReason = new RevocationReason { RevocationReasonCode = code } };

    /// <summary>A message of one item.</summary>
    public static RequestMessage Message<TRequest, TResponse>(KmipVersion version, IKmipRequest<TRequest, TResponse> payload)
        where TRequest : IKmipRequest<TRequest, TResponse>
        where TResponse : IKmipResponse<TResponse> => Batch(version, RequestBatchItem.For(payload));

    /// <summary>A message of several items; where there are more than one, each gets its number as Unique Batch Item ID.</summary>
    public static RequestMessage Batch(KmipVersion version, params IEnumerable<RequestBatchItem> items)
    {
        var message = new RequestMessage { Header = new RequestHeader { ProtocolVersion = version }, BatchItems = [.. items] };
        for (int i = 0; message.BatchItems.Count > 1 && i < message.BatchItems.Count; i++)
        {
            message.BatchItems[i].UniqueBatchItemID ??= [(byte)(i >> 8), (byte)i];
        }

        return message;
    }
}
