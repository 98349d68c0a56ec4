using System.Buffers.Binary;
using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Support;

/// <summary>Request messages written item by item, so that they can be wrong.</summary>
public static class RawMessage
{
    /// <summary>A tag that no version defines.</summary>
    public const KmipTag UnknownTag = (KmipTag)0x42F0F0;

    private const int MajorOffset = 32;
    private const int MinorOffset = 48;

    /// <summary>A message with the items given.</summary>
    /// <param name="version">Of the header.</param>
    /// <param name="header">Writes the fields between version and count; null: none.</param>
    /// <param name="count">Batch Count; null: the number of items.</param>
    /// <param name="items">Write the batch items.</param>
    public static byte[] Of(KmipVersion version, Action<TtlvWriter>? header, int? count, params Action<TtlvWriter>[] items)
    {
        using var writer = new TtlvWriter();
        using (writer.BeginStructure(KmipTag.RequestMessage))
        {
            using (writer.BeginStructure(KmipTag.RequestHeader))
            {
                using (writer.BeginStructure(KmipTag.ProtocolVersion))
                {
                    writer.WriteInteger(KmipTag.ProtocolVersionMajor, version.Major);
                    writer.WriteInteger(KmipTag.ProtocolVersionMinor, version.Minor);
                }

                header?.Invoke(writer);
                writer.WriteInteger(KmipTag.BatchCount, count ?? items.Length);
            }

            foreach (Action<TtlvWriter> item in items)
            {
                item(writer);
            }
        }

        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a batch item.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="payload">Writes the fields of the payload.</param>
    /// <param name="id">Unique Batch Item ID; null: none.</param>
    /// <param name="after">Writes what follows the payload.</param>
    public static Action<TtlvWriter> Item(Operation operation, Action<TtlvWriter>? payload = null, byte[]? id = null, Action<TtlvWriter>? after = null) => writer =>
    {
        using (writer.BeginStructure(KmipTag.BatchItem))
        {
            writer.WriteEnumeration(KmipTag.Operation, operation);
            if (id is not null)
            {
                writer.WriteByteString(KmipTag.UniqueBatchItemID, id);
            }

            using (writer.BeginStructure(KmipTag.RequestPayload))
            {
                payload?.Invoke(writer);
            }

            after?.Invoke(writer);
        }
    };

    /// <summary>Writes a batch item of a good payload.</summary>
    public static Action<TtlvWriter> Item<TRequest, TResponse>(KmipVersion version, IKmipRequest<TRequest, TResponse> payload, byte[]? id = null)
        where TRequest : IKmipRequest<TRequest, TResponse>
        where TResponse : IKmipResponse<TResponse> => Item(TRequest.Operation, writer => payload.Encode(writer, version), id);

    /// <summary>A copy of a message that names another version and is else unchanged.</summary>
    public static byte[] InVersion(byte[] message, int major, int minor)
    {
        byte[] copy = [.. message];
        BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(MajorOffset), major);
        BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(MinorOffset), minor);
        return copy;
    }
}
