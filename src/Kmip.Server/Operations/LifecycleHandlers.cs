using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>Activate (KMIP 1.4 section 4.19, KMIP 2.1 section 6.1.1): from Pre-Active to Active, now.</summary>
public sealed class ActivateHandler : OperationHandler<ActivateRequest, ActivateResponse>
{
    /// <inheritdoc/>
    public override async ValueTask<ActivateResponse> HandleAsync(ActivateRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        ManagedObjectRecord record = await LifecycleChange.BeginAsync(
            request.UniqueIdentifier, LifecycleStep.Activate, context, cancellationToken).ConfigureAwait(false);
        record.Attributes.ActivationDate = context.Now;
        await LifecycleChange.SaveAsync(record, context, cancellationToken).ConfigureAwait(false);
        return new ActivateResponse { UniqueIdentifier = record.UniqueIdentifier };
    }
}

/// <summary>
/// Revoke (KMIP 1.4 section 4.20, KMIP 2.1 section 6.1.44): for a compromise to Compromised, else from Active to Deactivated.
/// </summary>
public sealed class RevokeHandler : OperationHandler<RevokeRequest, RevokeResponse>
{
    /// <inheritdoc/>
    public override async ValueTask<RevokeResponse> HandleAsync(RevokeRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        RevocationReasonCode code = request.RevocationReason.RevocationReasonCode;
        if (!RevocationReasonCodeNames.IsDefinedIn(code, context.Version))
        {
            throw new KmipOperationException(ResultReason.InvalidField, "The Revocation Reason Code is not known.");
        }

        bool compromised = code is RevocationReasonCode.KeyCompromise or RevocationReasonCode.CACompromise;
        ManagedObjectRecord record = await LifecycleChange.BeginAsync(
            request.UniqueIdentifier, compromised ? LifecycleStep.Compromise : LifecycleStep.Deactivate, context, cancellationToken).ConfigureAwait(false);
        record.Attributes.RevocationReason = request.RevocationReason;
        if (compromised)
        {
            record.Attributes.CompromiseDate = context.Now;
            record.Attributes.CompromiseOccurrenceDate = request.CompromiseOccurrenceDate ?? record.Attributes.InitialDate;
        }
        else
        {
            record.Attributes.DeactivationDate = context.Now;
        }

        await LifecycleChange.SaveAsync(record, context, cancellationToken).ConfigureAwait(false);
        return new RevokeResponse { UniqueIdentifier = record.UniqueIdentifier };
    }
}

/// <summary>Destroy (KMIP 1.4 section 4.21, KMIP 2.1 section 6.1.15): the key material is erased, the attributes stay.</summary>
public sealed class DestroyHandler : OperationHandler<DestroyRequest, DestroyResponse>
{
    /// <inheritdoc/>
    public override async ValueTask<DestroyResponse> HandleAsync(DestroyRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        ManagedObjectRecord record = await LifecycleChange.BeginAsync(
            request.UniqueIdentifier, LifecycleStep.Destroy, context, cancellationToken).ConfigureAwait(false);
        record.Attributes.DestroyDate = context.Now;
        record.Attributes.LastChangeDate = context.Now;
        IStoreTransaction transaction = await context.OpenAsync(StoreAccess.Write, cancellationToken).ConfigureAwait(false);
        await transaction.DestroyAsync(record, cancellationToken).ConfigureAwait(false);
        return new DestroyResponse { UniqueIdentifier = record.UniqueIdentifier };
    }
}
