using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>One operation of a request (clause 7.2 of 1.x, 8.3 of 2.x).</summary>
public sealed class RequestBatchItem : IKmipStructure<RequestBatchItem>, IDisposable
{
    /// <summary>The operation.</summary>
    public Operation Operation { get; set; }

    /// <summary>True where the results are not kept (2.0 and later).</summary>
    public bool? Ephemeral { get; set; }

    /// <summary>What the response repeats, so that the client finds its answer; required where a request has several items.</summary>
    public byte[]? UniqueBatchItemID { get; set; }

    /// <summary>The payload: a generated type, or an <see cref="OpaqueStructure"/> for an operation without a model in the version.</summary>
    public IKmipStructure? Payload { get; set; }

    /// <summary>Extensions: at most one before 2.0.</summary>
    public List<MessageExtension> MessageExtensions { get; set; } = [];

    /// <summary>An item of a payload; the operation is the one of its type.</summary>
    public static RequestBatchItem For<TRequest, TResponse>(IKmipRequest<TRequest, TResponse> payload)
        where TRequest : IKmipRequest<TRequest, TResponse>
        where TResponse : IKmipResponse<TResponse> => new() { Operation = TRequest.Operation, Payload = payload };

    /// <inheritdoc/>
    public static RequestBatchItem Decode(ref TtlvReader reader, KmipVersion version)
    {
        RequestBatchItem item = new();
        try
        {
            item.DecodeFields(ref reader, version);
            return item;
        }
        catch
        {
            item.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Encode(TtlvWriter writer, KmipVersion version)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ModelRules.RequireValue(Payload, nameof(RequestBatchItem), nameof(Payload), version);
        writer.WriteEnumeration(KmipTag.Operation, Operation);
        if (version >= KmipVersion.V2_0 && Ephemeral is { } ephemeral)
        {
            writer.WriteBoolean(KmipTag.Ephemeral, ephemeral);
        }

        if (UniqueBatchItemID is { } id)
        {
            writer.WriteByteString(KmipTag.UniqueBatchItemID, id);
        }

        writer.WriteModel(KmipTag.RequestPayload, Payload, version);
        MessageItems.WriteExtensions(writer, MessageExtensions, version);
    }

    /// <summary>Zeroes the secrets of the payload and the extensions.</summary>
    public void Dispose()
    {
        MessageItems.Dispose(Payload);
        MessageExtensions.ForEach(MessageItems.Dispose);
    }

    private void DecodeFields(ref TtlvReader reader, KmipVersion version)
    {
        ModelRules.Require(in reader, KmipTag.Operation, nameof(RequestBatchItem));
        Operation = reader.ReadEnumeration<Operation>(KmipTag.Operation);
        if (version >= KmipVersion.V2_0 && reader.NextIs(KmipTag.Ephemeral))
        {
            Ephemeral = reader.ReadBoolean(KmipTag.Ephemeral);
        }

        if (reader.NextIs(KmipTag.UniqueBatchItemID))
        {
            UniqueBatchItemID = reader.ReadByteString(KmipTag.UniqueBatchItemID).ToArray();
        }

        ModelRules.Require(in reader, KmipTag.RequestPayload, nameof(RequestBatchItem));
        TtlvReader fields = reader.ReadStructure(KmipTag.RequestPayload);
        Payload = PayloadTable.DecodeRequest(Operation, ref fields, version) ?? OpaqueStructure.Decode(ref fields, version);
        MessageExtensions = MessageItems.ReadExtensions(ref reader, version);
        ModelRules.RequireEnd(in reader, nameof(RequestBatchItem), version);
    }
}
