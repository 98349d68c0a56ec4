using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Client;

/// <summary>Reads a response message with one batch item (KMIP 1.4 section 7.2).</summary>
internal static class ResponseFrame
{
    /// <exception cref="TtlvException">The message is not valid, or is not an answer to the operation.</exception>
    /// <exception cref="KmipOperationFailedException">The message says anything else than success.</exception>
    public static TResponse Read<TResponse>(ReadOnlySpan<byte> bytes, Operation operation)
        where TResponse : IKmipResponse<TResponse>
    {
        TtlvReader outer = new(bytes);
        TtlvReader message = outer.ReadStructure(KmipTag.ResponseMessage);
        outer.ThrowIfNotEmpty();
        int headerPosition = message.Position;
        KmipVersion version = ReadHeader(message.ReadStructure(KmipTag.ResponseHeader));
        TtlvReader item = message.ReadStructure(KmipTag.BatchItem);
        message.ThrowIfNotEmpty();
        ReadResult(ref item, operation);
        if (!version.IsSupported)
        {
            throw new TtlvException(TtlvError.ValueOutOfRange, KmipTag.ProtocolVersion, headerPosition, "the version of the answer is not known");
        }

        // A response without fields may come without its payload; one with required fields then lacks the first of them.
        TtlvReader payload = item.NextIs(KmipTag.ResponsePayload) ? item.ReadStructure(KmipTag.ResponsePayload) : new TtlvReader([]);
        TResponse response = TResponse.Decode(ref payload, version);
        try
        {
            payload.ThrowIfNotEmpty();
            return response;
        }
        catch
        {
            (response as IDisposable)?.Dispose();
            throw;
        }
    }

    private static KmipVersion ReadHeader(TtlvReader header)
    {
        TtlvReader version = header.ReadStructure(KmipTag.ProtocolVersion);
        int major = version.ReadInteger(KmipTag.ProtocolVersionMajor);
        int minor = version.ReadInteger(KmipTag.ProtocolVersionMinor);
        version.ThrowIfNotEmpty();
        while (!header.NextIs(KmipTag.BatchCount))
        {
            header.Skip();
        }

        int position = header.Position;
        return header.ReadInteger(KmipTag.BatchCount) == 1
            ? new KmipVersion(major, minor)
            : throw new TtlvException(TtlvError.ValueOutOfRange, KmipTag.BatchCount, position, "one request was sent, so one answer belongs to it");
    }

    private static void ReadResult(ref TtlvReader item, Operation operation)
    {
        int position = item.Position;
        if (item.NextIs(KmipTag.Operation) && item.ReadEnumeration<Operation>(KmipTag.Operation) != operation)
        {
            throw new TtlvException(TtlvError.ValueOutOfRange, KmipTag.Operation, position, $"the answer is not one to {operation}");
        }

        if (item.NextIs(KmipTag.UniqueBatchItemID))
        {
            item.Skip();
        }

        ResultStatus status = item.ReadEnumeration<ResultStatus>(KmipTag.ResultStatus);
        ResultReason? reason = item.NextIs(KmipTag.ResultReason) ? item.ReadEnumeration<ResultReason>(KmipTag.ResultReason) : null;
        string? text = item.NextIs(KmipTag.ResultMessage) ? item.ReadTextString(KmipTag.ResultMessage) : null;
        if (status != ResultStatus.Success)
        {
            throw new KmipOperationFailedException(operation, status, reason, text);
        }

        if (item.NextIs(KmipTag.AsynchronousCorrelationValue))
        {
            item.Skip();
        }
    }
}
