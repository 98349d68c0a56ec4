using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// Get (KMIP 1.4 section 4.11, KMIP 2.1 section 6.1.19): the object with its key material, in the format it was registered in. A key that is
/// not active yet can be had: it is the use in operations that needs the state, and some database servers never activate.
/// </summary>
public sealed class GetHandler : OperationHandler<GetRequest, GetResponse>
{
    /// <inheritdoc/>
    public override async ValueTask<GetResponse> HandleAsync(GetRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        (ManagedObjectRecord record, bool writes) = await FindAsync(request, context, cancellationToken).ConfigureAwait(false);
        RequireMaterial(record);
        if (record.Attributes.Extractable is false)
        {
            throw new KmipOperationException(ResultReason.NotExtractable, "The object may not leave the server.");
        }

        if (request.KeyWrappingSpecification is not null)
        {
            throw new KmipOperationException(ResultReason.KeyWrapTypeNotSupported, "The server does not wrap keys: ask without a Key Wrapping Specification.");
        }

        if (record.Attributes.Sensitive is true)
        {
            throw new KmipOperationException(ResultReason.Sensitive, "The object may leave the server wrapped only.");
        }

        IStoreTransaction transaction = await context.OpenAsync(StoreAccess.Read, cancellationToken).ConfigureAwait(false);
        ManagedObject managedObject = await transaction.GetObjectAsync(record.UniqueIdentifier, cancellationToken).ConfigureAwait(false)
            ?? throw Destroyed();
        try
        {
            CheckForm(request, managedObject);
            if (writes)
            {
                await NoteServedAsync(record, transaction, context, cancellationToken).ConfigureAwait(false);
            }

            return new GetResponse { ObjectType = managedObject.ObjectType, UniqueIdentifier = record.UniqueIdentifier, Object = managedObject };
        }
        catch
        {
            managedObject.Dispose();
            throw;
        }
    }

    /// <summary>Only the first Get of an object changes it: the later ones need not wait for a writer.</summary>
    private static async ValueTask<(ManagedObjectRecord Record, bool Writes)> FindAsync(
        GetRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ManagedObjectRecord record = await context.FindAsync(request.UniqueIdentifier, StoreAccess.Read, cancellationToken).ConfigureAwait(false);
        if (record.Attributes.Fresh is not true || record.IsDestroyed)
        {
            return (record, false);
        }

        await context.CloseAsync().ConfigureAwait(false);
        try
        {
            record = await context.FindAsync(request.UniqueIdentifier, StoreAccess.Write, cancellationToken).ConfigureAwait(false);
            return (record, true);
        }
        catch (StoreException store) when (store.Error is StoreError.ReadOnly)
        {
            // Its objects are served all the same; they stay fresh.
            await context.CloseAsync().ConfigureAwait(false);
            return (record, false);
        }
    }

    // KMIP 1.4 section 3.34, KMIP 2.1 section 4.24: an object is fresh until it has been served. A Get that does not fit the response is rolled
    // back with this change.
    private static async ValueTask NoteServedAsync(
        ManagedObjectRecord record, IStoreTransaction transaction, OperationContext context, CancellationToken cancellationToken)
    {
        ManagedObjectRecord served = record.Copy();
        served.Attributes.Fresh = false;
        served.Attributes.LastChangeDate = context.Now;
        await transaction.UpdateAsync(served, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses what needs the key of an object whose key is gone.</summary>
    internal static void RequireMaterial(ManagedObjectRecord record)
    {
        if (record.IsDestroyed)
        {
            throw Destroyed();
        }
    }

    // The OASIS cases decide: Item Not Found in 1.x (TC-314-10), Object Destroyed in 2.x (BL-M-8-21).
    internal static KmipOperationException Destroyed() =>
        new(ResultReason.ObjectDestroyed, "The object has been destroyed.", ResultReason.ItemNotFound);

    private static void CheckForm(GetRequest request, ManagedObject managedObject)
    {
        KeyBlock? block = managedObject.FindKeyBlock();
        if (request.KeyCompressionType is { } compression && compression != block?.KeyCompressionType)
        {
            throw new KmipOperationException(ResultReason.KeyCompressionTypeNotSupported, "The key is not available in this Key Compression Type.");
        }

        if (request.KeyWrapType is KeyWrapType.NotWrapped && block?.KeyWrappingData is not null)
        {
            throw new KmipOperationException(ResultReason.KeyWrapTypeNotSupported, "The key was registered wrapped and is available so only.");
        }

        bool asStored = request.KeyFormatType is not { } format
            || (block is null ? managedObject is Certificate && format is KeyFormatType.X_509 : format == block.KeyFormatType);
        if (!asStored)
        {
            throw new KmipOperationException(ResultReason.KeyFormatTypeNotSupported, "The object is available in the format it was registered in only.");
        }
    }
}
