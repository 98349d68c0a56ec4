using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>The execution of one item: in its own unit of work, which is kept only once the answer is known to fit.</summary>
public sealed partial class KmipDispatcher
{
    /// <summary>Executes one item and writes its answer; or tells why it failed, with nothing of it kept.</summary>
    private async ValueTask<Failure?> ExecuteAsync(
        OpenRequest request, RequestEnvelopeItem item, TtlvWriter response, long limit, CancellationToken cancellationToken)
    {
        var context = new OperationContext(
            item.Operation, request.Envelope.Version, request.Client, request.Now, _options, _operations, _store, _policy, request.Batch);
        IKmipStructure? payload = null;
        try
        {
            // Also an operation that never looks at its token must not begin once the time is up.
            cancellationToken.ThrowIfCancellationRequested();
            OperationHandler handler = FindHandler(item, context);
            payload = await handler.ExecuteAsync(item, request.Frame, context, cancellationToken).ConfigureAwait(false);
            WriteSuccess(response, item, payload, context);
            if (response.Length > limit)
            {
                throw new KmipOperationException(ResultReason.ResponseTooLarge, ResponseParts.TooLarge(response.Length, limit));
            }

            await context.CommitAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return Describe(exception, context);
        }
        finally
        {
            await CloseAsync(payload, context).ConfigureAwait(false);
        }
    }

    private OperationHandler FindHandler(RequestEnvelopeItem item, OperationContext context)
    {
        OperationHandler handler = _operations.Find(item.Operation, context.Version)
            ?? throw new KmipOperationException(ResultReason.OperationNotSupported, _operations.WhyMissing(item.Operation));
        if (context.Decide(null) is not AccessDecision.Allow)
        {
            throw new KmipOperationException(ResultReason.PermissionDenied, "The client may not use this operation.");
        }

        // Section 8.3 of 2.1: the client asks not to be sent the result; it must not be sent all the same.
        return item.Ephemeral is true
            ? throw new KmipOperationException(ResultReason.FeatureNotSupported, "Ephemeral results are not supported.")
            : handler;
    }

    private static void WriteSuccess(TtlvWriter response, RequestEnvelopeItem item, IKmipStructure payload, OperationContext context)
    {
        try
        {
            ResponseParts.WriteSuccess(response, context.Version, item, payload);
        }
        catch (TtlvException unsendable) when (unsendable.Error is not TtlvError.OutputLimitExceeded)
        {
            throw new KmipOperationException(
                ResultReason.FeatureNotSupported, $"The answer has a value that KMIP {context.Version} does not define: ask in a newer version.");
        }
    }

    /// <summary>Ends the item. What goes wrong here cannot change the answer: a commit has returned, or nothing was kept.</summary>
    private async ValueTask CloseAsync(IKmipStructure? payload, OperationContext context)
    {
        try
        {
            (payload as IDisposable)?.Dispose();
            await context.CloseAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Report(exception, context);
        }
    }

    private Failure Describe(Exception exception, OperationContext context)
    {
        Failure failure = ErrorMapping.FailureOf(exception);
        if (failure.IsInternal)
        {
            return failure with { Message = $"{failure.Message} Ask the operator for correlation {Report(exception, context):D}." };
        }

        // What an operator must mend is said where operators look, with the text that clients are not given.
        switch (exception)
        {
            case KeyProviderException provider:
                _logger.KeyProviderFailed(context.Operation, provider.Error, provider.Message);
                break;
            case StoreException { Error: StoreError.Full } store:
                _logger.StoreFull(context.Operation, store.Message);
                break;
        }

        _logger.OperationFailed(context.Operation, ErrorMapping.ReasonIn(failure, context.Version), context.Client.Fingerprint);
        return failure;
    }

    private Guid Report(Exception exception, OperationContext context)
    {
        Guid correlation = Guid.NewGuid();
        _logger.OperationBroken(context.Operation, exception.GetType().Name, correlation);
        _logger.OperationBrokenDetails(correlation, exception);
        return correlation;
    }
}
