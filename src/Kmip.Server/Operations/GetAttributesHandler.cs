using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// Get Attributes (KMIP 1.4 section 4.12, KMIP 2.1 section 6.1.20): exactly those that were asked for and that the object has; all where none
/// is named. The encoder leaves out what the client's version does not define.
/// </summary>
public sealed class GetAttributesHandler : OperationHandler<GetAttributesRequest, GetAttributesResponse>
{
    /// <inheritdoc/>
    public override async ValueTask<GetAttributesResponse> HandleAsync(
        GetAttributesRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var wanted = new HashSet<KmipAttributeId>(request.AttributeReferences);
        if (wanted.Count < request.AttributeReferences.Count)
        {
            throw new KmipOperationException(ResultReason.InvalidMessage, "An attribute is named more than once.");
        }

        ManagedObjectRecord record = await context.FindAsync(request.UniqueIdentifier, StoreAccess.Read, cancellationToken).ConfigureAwait(false);
        IEnumerable<KmipAttribute> chosen = record.Attributes;
        if (wanted.Count > 0)
        {
            chosen = chosen.Where(attribute => wanted.Contains(attribute.Id));
        }

        return new GetAttributesResponse { UniqueIdentifier = record.UniqueIdentifier, Attributes = new AttributeList(WithIndexes(chosen)) };
    }

    // KMIP 1.x tells the values of one attribute apart by their index, which counts from 0 and may be left out for the first.
    private static IEnumerable<KmipAttribute> WithIndexes(IEnumerable<KmipAttribute> attributes)
    {
        var counts = new Dictionary<KmipAttributeId, int>();
        foreach (KmipAttribute attribute in attributes)
        {
            int index = counts.GetValueOrDefault(attribute.Id);
            counts[attribute.Id] = index + 1;
            yield return new KmipAttribute(attribute.Id, attribute.Value, index == 0 ? null : index);
        }
    }
}

/// <summary>Get Attribute List (KMIP 1.4 section 4.13, KMIP 2.1 section 6.1.21): the names of an object's attributes, each once.</summary>
public sealed class GetAttributeListHandler : OperationHandler<GetAttributeListRequest, GetAttributeListResponse>
{
    /// <inheritdoc/>
    public override async ValueTask<GetAttributeListResponse> HandleAsync(
        GetAttributeListRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        ManagedObjectRecord record = await context.FindAsync(request.UniqueIdentifier, StoreAccess.Read, cancellationToken).ConfigureAwait(false);
        return new GetAttributeListResponse
        {
            UniqueIdentifier = record.UniqueIdentifier,
            AttributeReferences = [.. record.Attributes.Select(attribute => attribute.Id).Distinct()],
        };
    }
}
