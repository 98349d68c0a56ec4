using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// The use of a key with usage limits (KMIP 1.4 section 3.21, KMIP 2.1 section 4.59): protecting data takes from what is left, processing
/// protected data does not.
/// </summary>
internal static class UsageAllocation
{
    /// <summary>Takes what the operation uses; nothing where the key has no limits. The transaction is open for writing where it has.</summary>
    /// <param name="record">The key.</param>
    /// <param name="bytes">The length of the data, for limits in bytes.</param>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">Ends at the request timeout.</param>
    /// <exception cref="KmipOperationException">Too little is left: Permission Denied in every version (KMIP 2.1 section 6.1.17).</exception>
    public static async ValueTask TakeAsync(ManagedObjectRecord record, long bytes, OperationContext context, CancellationToken cancellationToken)
    {
        if (record.Attributes.UsageLimits is not { } limits)
        {
            return;
        }

        long needed = limits.UsageLimitsUnit is UsageLimitsUnit.Byte ? bytes : 1;
        if (needed > limits.UsageLimitsCount)
        {
            throw new KmipOperationException(ResultReason.PermissionDenied, "The Usage Limits of the key leave too little for this.");
        }

        ManagedObjectRecord changed = record.Copy();
        changed.Attributes.UsageLimits = new UsageLimits
        {
            UsageLimitsTotal = limits.UsageLimitsTotal,
            UsageLimitsCount = limits.UsageLimitsCount - needed,
            UsageLimitsUnit = limits.UsageLimitsUnit,
        };
        IStoreTransaction transaction = await context.OpenAsync(StoreAccess.Write, cancellationToken).ConfigureAwait(false);
        await transaction.UpdateAsync(changed, cancellationToken).ConfigureAwait(false);
    }
}
