using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>The execution of the items of a message, in their order.</summary>
public sealed partial class KmipDispatcher
{
    private async ValueTask ExecuteAsync(
        RequestEnvelope envelope, ReadOnlyMemory<byte> frame, TtlvWriter response, ClientIdentity client, DateTimeOffset now, string? correlation,
        CancellationToken cancellationToken)
    {
        bool goesOn = envelope.Header.BatchErrorContinuationOption is BatchErrorContinuationOption.Continue;
        var room = new ResponseRoom(envelope.Items, goesOn, Math.Min(envelope.Header.MaximumResponseSize ?? int.MaxValue, _options.MaximumResponseLength));
        bool fits;
        int answered = 0;
        using (response.BeginStructure(KmipTag.ResponseMessage))
        {
            ResponseParts.WriteHeader(response, envelope.Version, now, correlation, envelope.Items.Count);
            fits = room.HasRoomBehind(response.Length);
            if (fits)
            {
                var request = new OpenRequest(envelope, frame, client, now, new BatchState());
                answered = await ExecuteAsync(request, response, room, goesOn, cancellationToken).ConfigureAwait(false);
            }
        }

        if (!fits)
        {
            response.Reset();
            ResponseParts.WriteRefusal(
                response, envelope.Version, now, new Failure(ResultReason.ResponseTooLarge, "Not even failures would fit the Maximum Response Size."), OnlyItem(envelope),
                correlation);
        }
        else if (answered < envelope.Items.Count)
        {
            ResponseParts.SetBatchCount(response, envelope.Version, now, correlation, answered);
        }
    }

    /// <summary>Answers the items up to the end or to a failure that stops; tells how many.</summary>
    private async ValueTask<int> ExecuteAsync(
        OpenRequest request, TtlvWriter response, ResponseRoom room, bool goesOn, CancellationToken cancellationToken)
    {
        IReadOnlyList<RequestEnvelopeItem> items = request.Envelope.Items;
        KmipVersion version = request.Envelope.Version;
        for (int i = 0; i < items.Count; i++)
        {
            TtlvWriter.Mark mark = response.GetMark();
            Failure? failure = await ExecuteAsync(request, items[i], response, room.AfterSuccess(i), cancellationToken).ConfigureAwait(false);
            if (failure is { } failed)
            {
                response.RollbackTo(mark);
                ResponseParts.WriteFailure(response, version, items[i], failed, room.AfterFailure(i));
                request.Batch.Failed(items[i].Operation);
                if (!goesOn)
                {
                    return i + 1;
                }
            }
            else if (version >= KmipVersion.V2_0 && items.Count > 1)
            {
                request.Batch.Succeeded(items[i].Operation, response.WrittenSince(mark));
            }
        }

        return items.Count;
    }

    /// <summary>A request that is being executed.</summary>
    private sealed record OpenRequest(
        RequestEnvelope Envelope, ReadOnlyMemory<byte> Frame, ClientIdentity Client, DateTimeOffset Now, BatchState Batch);
}
