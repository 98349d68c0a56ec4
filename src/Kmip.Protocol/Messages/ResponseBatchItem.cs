using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>The answer to one operation (clause 7.2 of 1.x, 8.6 of 2.x).</summary>
public sealed class ResponseBatchItem : IKmipStructure<ResponseBatchItem>, IDisposable
{
    /// <summary>The operation; null where the request could not be read so far.</summary>
    public Operation? Operation { get; set; }

    /// <summary>What the request gave.</summary>
    public byte[]? UniqueBatchItemID { get; set; }

    /// <summary>How it ended.</summary>
    public ResultStatus ResultStatus { get; set; }

    /// <summary>Why it failed; General Failure is sent in a version that does not define the reason.</summary>
    public ResultReason? ResultReason { get; set; }

    /// <summary>Why it failed, for people. Some clients cannot do without it in a failed item.</summary>
    public string? ResultMessage { get; set; }

    /// <summary>What to ask for the result with, where it is pending.</summary>
    public byte[]? AsynchronousCorrelationValue { get; set; }

    /// <summary>The payload; null in most failed items. A generated type, or an <see cref="OpaqueStructure"/>.</summary>
    public IKmipStructure? Payload { get; set; }

    /// <summary>Extensions: at most one before 2.0.</summary>
    public List<MessageExtension> MessageExtensions { get; set; } = [];

    /// <inheritdoc/>
    public static ResponseBatchItem Decode(ref TtlvReader reader, KmipVersion version)
    {
        ResponseBatchItem item = new();
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
        EncodeResult(writer, version);
        if (Payload is { } payload)
        {
            writer.WriteModel(KmipTag.ResponsePayload, payload, version);
        }

        MessageItems.WriteExtensions(writer, MessageExtensions, version);
    }

    /// <summary>Writes the fields before the payload: for servers that write the payload themselves.</summary>
    public void EncodeResult(TtlvWriter writer, KmipVersion version)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (Operation is { } operation)
        {
            writer.WriteEnumeration(KmipTag.Operation, operation);
        }

        if (UniqueBatchItemID is { } id)
        {
            writer.WriteByteString(KmipTag.UniqueBatchItemID, id);
        }

        writer.WriteEnumeration(KmipTag.ResultStatus, ResultStatus);
        if (ResultReason is { } reason)
        {
            writer.WriteEnumeration(KmipTag.ResultReason, ResultReasonNames.MayBeSentIn(reason, version) ? reason : Protocol.ResultReason.GeneralFailure);
        }

        if (ResultMessage is { } message)
        {
            writer.WriteTextString(KmipTag.ResultMessage, message);
        }

        if (AsynchronousCorrelationValue is { } correlation)
        {
            writer.WriteByteString(KmipTag.AsynchronousCorrelationValue, correlation);
        }
    }

    /// <summary>Zeroes the secrets of the payload and the extensions.</summary>
    public void Dispose()
    {
        MessageItems.Dispose(Payload);
        MessageExtensions.ForEach(MessageItems.Dispose);
    }

    private void DecodeFields(ref TtlvReader reader, KmipVersion version)
    {
        if (reader.NextIs(KmipTag.Operation))
        {
            Operation = reader.ReadEnumeration<Operation>(KmipTag.Operation);
        }

        if (reader.NextIs(KmipTag.UniqueBatchItemID))
        {
            UniqueBatchItemID = reader.ReadByteString(KmipTag.UniqueBatchItemID).ToArray();
        }

        ModelRules.Require(in reader, KmipTag.ResultStatus, nameof(ResponseBatchItem));
        ResultStatus = reader.ReadEnumeration<ResultStatus>(KmipTag.ResultStatus);
        if (reader.NextIs(KmipTag.ResultReason))
        {
            ResultReason = reader.ReadEnumeration<ResultReason>(KmipTag.ResultReason);
        }

        if (reader.NextIs(KmipTag.ResultMessage))
        {
            ResultMessage = reader.ReadTextString(KmipTag.ResultMessage);
        }

        if (reader.NextIs(KmipTag.AsynchronousCorrelationValue))
        {
            AsynchronousCorrelationValue = reader.ReadByteString(KmipTag.AsynchronousCorrelationValue).ToArray();
        }

        if (reader.NextIs(KmipTag.ResponsePayload))
        {
            TtlvReader fields = reader.ReadStructure(KmipTag.ResponsePayload);
            IKmipStructure? payload = Operation is { } operation ? PayloadTable.DecodeResponse(operation, ref fields, version) : null;
            Payload = payload ?? OpaqueStructure.Decode(ref fields, version);
        }

        MessageExtensions = MessageItems.ReadExtensions(ref reader, version);
        ModelRules.RequireEnd(in reader, nameof(ResponseBatchItem), version);
    }
}
