using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>What Activate, Revoke and Destroy share: the transition, or the reason why there is none.</summary>
internal static class LifecycleChange
{
    /// <summary>A copy of the record in its new state, not stored yet.</summary>
    public static async ValueTask<ManagedObjectRecord> BeginAsync(
        UniqueIdentifier? identifier, LifecycleStep step, OperationContext context, CancellationToken cancellationToken)
    {
        ManagedObjectRecord found = await context.FindAsync(identifier, StoreAccess.Write, cancellationToken).ConfigureAwait(false);
        if (KeyLifecycle.After(found.State, step) is not { } next)
        {
            throw Refusal(found, step);
        }

        ManagedObjectRecord record = found.Copy();
        record.Attributes.State = next;
        return record;
    }

    /// <summary>Stores the changed record.</summary>
    public static async ValueTask SaveAsync(ManagedObjectRecord record, OperationContext context, CancellationToken cancellationToken)
    {
        record.Attributes.LastChangeDate = context.Now;
        IStoreTransaction transaction = await context.OpenAsync(StoreAccess.Write, cancellationToken).ConfigureAwait(false);
        await transaction.UpdateAsync(record, cancellationToken).ConfigureAwait(false);
    }

    // Section 11.22 of 1.4: destroying twice is Permission Denied there, Object Destroyed in 2.x.
    private static KmipOperationException Refusal(ManagedObjectRecord record, LifecycleStep step) =>
        record.IsDestroyed && step is LifecycleStep.Destroy
            ? new KmipOperationException(ResultReason.ObjectDestroyed, "The object has been destroyed already.", ResultReason.PermissionDenied)
            : new KmipOperationException(ResultReason.WrongKeyLifecycleState, $"The object is in state {record.State}: this step is not possible from there.");
}
