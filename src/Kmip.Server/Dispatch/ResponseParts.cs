using System.Globalization;
using System.Security.Cryptography;
using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>Writes the pieces of a response message (KMIP 1.4 section 7.2, KMIP 2.1 sections 8.4 to 8.6).</summary>
internal static class ResponseParts
{
    /// <summary>The header: the version answered in, and always a time stamp, without which some clients fail.</summary>
    public static void WriteHeader(TtlvWriter writer, KmipVersion version, DateTimeOffset now, string? correlation, int count)
    {
        using var header = new ResponseHeader { ProtocolVersion = version, TimeStamp = now, ServerCorrelationValue = correlation, BatchCount = count };
        using (writer.BeginStructure(KmipTag.ResponseHeader))
        {
            header.Encode(writer, version);
        }
    }

    /// <summary>
    /// A Server Correlation Value for clients that sent a correlation value themselves. Others may not know the field although their version
    /// has it (KMIP 1.4 section 6.19 only recommends it).
    /// </summary>
    public static string? CorrelationFor(RequestHeader header) =>
        header.ClientCorrelationValue is null && header.ServerCorrelationValue is null ? null : Guid.NewGuid().ToString("N");

    /// <summary>A client's text as a log may show it (KMIP 1.4 section 6.18): short, and without characters that forge or hide lines.</summary>
    public static string Printable(string text)
    {
        const int Longest = 64;
        return string.Create(Math.Min(text.Length, Longest), text, static (shown, original) =>
        {
            for (int i = 0; i < shown.Length; i++)
            {
                shown[i] = original[i] is >= ' ' and <= '~' ? original[i] : '?';
            }
        });
    }

    /// <summary>An item that succeeded.</summary>
    public static void WriteSuccess(TtlvWriter writer, KmipVersion version, RequestEnvelopeItem item, IKmipStructure payload)
    {
        using (writer.BeginStructure(KmipTag.BatchItem))
        {
            new ResponseBatchItem { Operation = item.Operation, UniqueBatchItemID = item.UniqueBatchItemID, ResultStatus = ResultStatus.Success }
                .EncodeResult(writer, version);
            using (writer.BeginStructure(KmipTag.ResponsePayload))
            {
                payload.Encode(writer, version);
            }
        }
    }

    /// <summary>An item that failed; always with a Result Message, without which some clients crash.</summary>
    /// <param name="writer">At the place of the item.</param>
    /// <param name="version">The version answered in.</param>
    /// <param name="item">The item of the request; null where there is not just one that failed.</param>
    /// <param name="failure">Why.</param>
    /// <param name="limit">How long the response may be: where the message does not fit, a short one takes its place.</param>
    public static void WriteFailure(TtlvWriter writer, KmipVersion version, RequestEnvelopeItem? item, Failure failure, long limit = long.MaxValue)
    {
        TtlvWriter.Mark mark = writer.GetMark();
        WriteFailure(writer, version, item, failure, failure.Message);
        if (writer.Length > limit)
        {
            writer.RollbackTo(mark);
            WriteFailure(writer, version, item, failure, ResponseRoom.ShortMessage);
        }
    }

    private static void WriteFailure(TtlvWriter writer, KmipVersion version, RequestEnvelopeItem? item, Failure failure, string message)
    {
        using (writer.BeginStructure(KmipTag.BatchItem))
        {
            new ResponseBatchItem
            {
                Operation = item?.Operation,
                UniqueBatchItemID = item?.UniqueBatchItemID,
                ResultStatus = ResultStatus.OperationFailed,
                ResultReason = ErrorMapping.ReasonIn(failure, version),
                ResultMessage = message,
            }.EncodeResult(writer, version);
        }
    }

    /// <summary>A whole message that says why the request was not executed: one item, without an operation where there is not just one (table 327 of 1.4).</summary>
    public static void WriteRefusal(
        TtlvWriter writer, KmipVersion version, DateTimeOffset now, Failure failure, RequestEnvelopeItem? item, string? correlation = null)
    {
        using (writer.BeginStructure(KmipTag.ResponseMessage))
        {
            WriteHeader(writer, version, now, correlation, 1);
            WriteFailure(writer, version, item, failure);
        }
    }

    /// <summary>What the client is told when a response does not fit.</summary>
    public static string TooLarge(int length, long limit) => string.Create(
        CultureInfo.InvariantCulture, $"The response would have at least {length} bytes, {limit} are allowed; nothing of this operation was kept.");

    /// <summary>Corrects the Batch Count of a finished message in which items were left out after a failure.</summary>
    public static void SetBatchCount(TtlvWriter writer, KmipVersion version, DateTimeOffset now, string? correlation, int count)
    {
        byte[] written = writer.WrittenSpan.ToArray();
        writer.Reset();
        var outer = new TtlvReader(written);
        TtlvReader message = outer.ReadStructure(KmipTag.ResponseMessage);
        message.Skip();
        using (writer.BeginStructure(KmipTag.ResponseMessage))
        {
            WriteHeader(writer, version, now, correlation, count);
            while (!message.IsAtEnd)
            {
                writer.WriteEncodedItem(message.ReadEncodedItem());
            }
        }

        CryptographicOperations.ZeroMemory(written);
    }
}
