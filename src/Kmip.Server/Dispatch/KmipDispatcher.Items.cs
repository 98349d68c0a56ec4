using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>The execution of the items of a message, in their order.</summary>
public sealed partial class KmipDispatcher
{
    private async ValueTask ExecuteAsync(
        RequestEnvelope envelope, ReadOnlyMemory<byte> frame, TtlvWriter response, ClientIdentity client, DateTimeOffset now, CancellationToken cancellationToken)
    {
        bool goesOn = envelope.Header.BatchErrorContinuationOption is BatchErrorContinuationOption.Continue;
        int limit = Math.Min(envelope.Header.MaximumResponseSize ?? int.MaxValue, _options.MaximumResponseLength);
        string? correlation = ResponseParts.CorrelationFor(envelope.Header);
        var batch = new BatchState();
        int answered = 0;
        using (response.BeginStructure(KmipTag.ResponseMessage))
        {
            ResponseParts.WriteHeader(response, envelope.Version, now, correlation, envelope.Items.Count);
            foreach (RequestEnvelopeItem item in envelope.Items)
            {
                var context = new OperationContext(
                    item.Operation, envelope.Version, client, now, _options, _operations, _store, _policy, batch);
                bool succeeded = await ExecuteAsync(item, frame, response, context, limit, cancellationToken).ConfigureAwait(false);
                answered++;
                if (!succeeded)
                {
                    batch.Failed(item.Operation);
                    if (!goesOn)
                    {
                        break;
                    }
                }
            }
        }

        if (answered < envelope.Items.Count)
        {
            ResponseParts.SetBatchCount(response, envelope.Version, now, correlation, answered);
        }
    }

    /// <summary>Executes one item and writes its answer; false where it failed, with nothing of it kept.</summary>
    private async ValueTask<bool> ExecuteAsync(
        RequestEnvelopeItem item, ReadOnlyMemory<byte> frame, TtlvWriter response, OperationContext context, int limit, CancellationToken cancellationToken)
    {
        TtlvWriter.Mark mark = response.GetMark();
        IKmipStructure? payload = null;
        try
        {
            OperationHandler handler = _operations.Find(item.Operation, context.Version)
                ?? throw new KmipOperationException(ResultReason.OperationNotSupported, _operations.WhyMissing(item.Operation));
            if (context.Decide(null) is not AccessDecision.Allow)
            {
                throw new KmipOperationException(ResultReason.PermissionDenied, "The client may not use this operation.");
            }

            payload = await handler.ExecuteAsync(item, frame, context, cancellationToken).ConfigureAwait(false);
            ResponseParts.WriteSuccess(response, context.Version, item, payload);
            if (response.Length > limit)
            {
                throw new KmipOperationException(ResultReason.ResponseTooLarge, ResponseParts.TooLarge(response.Length, limit));
            }

            await context.CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            response.RollbackTo(mark);
            ResponseParts.WriteFailure(response, context.Version, item, Describe(exception, context));
            return false;
        }
        finally
        {
            (payload as IDisposable)?.Dispose();
            await context.CloseAsync().ConfigureAwait(false);
        }
    }

    private Failure Describe(Exception exception, OperationContext context)
    {
        Failure failure = ErrorMapping.FailureOf(exception);
        if (!failure.IsInternal)
        {
            _logger.OperationFailed(context.Operation, ErrorMapping.ReasonIn(failure, context.Version), context.Client.Fingerprint);
            return failure;
        }

        Guid correlation = Guid.NewGuid();
        _logger.OperationBroken(context.Operation, exception.GetType().Name, correlation);
        _logger.OperationBrokenDetails(correlation, exception);
        return failure with { Message = $"{failure.Message} Ask the operator for correlation {correlation:D}." };
    }
}
