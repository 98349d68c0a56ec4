using System.Diagnostics.CodeAnalysis;
using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>Serves one operation. Derive from <see cref="OperationHandler{TRequest, TResponse}"/>.</summary>
public abstract class OperationHandler
{
    private protected OperationHandler()
    {
    }

    /// <summary>The operation served.</summary>
    public abstract Operation Operation { get; }

    internal abstract ValueTask<IKmipStructure> ExecuteAsync(
        RequestEnvelopeItem item, ReadOnlyMemory<byte> frame, OperationContext context, CancellationToken cancellationToken);
}

/// <summary>Serves one operation: decoding, access, encoding, roll-back and errors are done around it.</summary>
/// <typeparam name="TRequest">The request payload; it names the operation.</typeparam>
/// <typeparam name="TResponse">The response payload.</typeparam>
[SuppressMessage("ApiDesign", "RS0022", Justification = "Handlers derive from this class and not from its base: that is the design.")]
public abstract class OperationHandler<TRequest, TResponse> : OperationHandler
    where TRequest : class, IKmipRequest<TRequest, TResponse>
    where TResponse : class, IKmipResponse<TResponse>
{
    /// <inheritdoc/>
    public sealed override Operation Operation => TRequest.Operation;

    /// <summary>Does the operation.</summary>
    /// <param name="request">The payload; disposed by the caller.</param>
    /// <param name="context">The client, the version, the time, the store and the batch.</param>
    /// <param name="cancellationToken">Ends at the request timeout.</param>
    /// <returns>The answer, disposed by the caller once encoded. Changes in the store are committed only when it fits the response.</returns>
    /// <exception cref="KmipOperationException">The operation fails; nothing of it is kept.</exception>
    public abstract ValueTask<TResponse> HandleAsync(TRequest request, OperationContext context, CancellationToken cancellationToken);

    internal sealed override async ValueTask<IKmipStructure> ExecuteAsync(
        RequestEnvelopeItem item, ReadOnlyMemory<byte> frame, OperationContext context, CancellationToken cancellationToken)
    {
        TRequest request = Decode(item, frame, context);
        using (request as IDisposable)
        {
            return await HandleAsync(request, context, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TRequest Decode(RequestEnvelopeItem item, ReadOnlyMemory<byte> frame, OperationContext context)
    {
        try
        {
            TtlvReader reader = item.PayloadReader(frame.Span, context.Options.ReaderOptions);
            TRequest request = TRequest.Decode(ref reader, context.Version);
            reader.ThrowIfNotEmpty();
            return request;
        }
        catch (TtlvException malformed)
        {
            Failure failure = MalformedMessage.FailureOf(malformed, frame.Span);
            throw new KmipOperationException(failure.Reason, failure.Message, failure.LegacyReason);
        }
    }
}
