using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// Locate (KMIP 1.4 section 4.9, KMIP 2.1 section 6.1.28): the objects that match, most recently created first, among those the client may
/// know of. The ID Placeholder is set where exactly one identifier is returned and no other object matched unseen.
/// </summary>
public sealed class LocateHandler : OperationHandler<LocateRequest, LocateResponse>
{
    // Each is compared with each object: stops a message of thousands of attributes from keeping a processor busy. Clients send a handful.
    private const int MostAttributes = 100;

    /// <inheritdoc/>
    public override async ValueTask<LocateResponse> HandleAsync(LocateRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        if (request.MaximumItems is < 0 || request.OffsetItems is < 0)
        {
            throw new KmipOperationException(ResultReason.InvalidField, "Maximum Items and Offset Items cannot be negative.");
        }

        CheckWanted(request.Attributes);
        int most = Math.Min(request.MaximumItems ?? int.MaxValue, context.Options.MaximumLocatedItems);
        int skip = request.OffsetItems ?? 0;
        var filter = new LocateFilter(request.Attributes, request.StorageStatusMask, request.ObjectGroupMember, context.Now);
        var response = new LocateResponse();
        int matched = 0;
        IStoreTransaction transaction = await context.OpenAsync(StoreAccess.Read, cancellationToken).ConfigureAwait(false);
        await foreach (ManagedObjectRecord record in transaction.LocateAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            if (context.Decide(record) is AccessDecision.Allow && filter.Matches(record))
            {
                matched++;
                if (matched > skip && response.UniqueIdentifiers.Count < most)
                {
                    response.UniqueIdentifiers.Add(record.UniqueIdentifier);
                }
            }
        }

        bool one = response.UniqueIdentifiers.Count == 1 && (matched == 1 || request.MaximumItems == 1);
        context.SetIdPlaceholder(one ? response.UniqueIdentifiers[0].Text : null);
        response.LocatedItems = matched;
        return response;
    }

    // Table 336 of 1.4: attributes that do not exist and templates that do not exist.
    private static void CheckWanted(AttributeList wanted)
    {
        if (wanted.Count > MostAttributes)
        {
            throw new KmipOperationException(ResultReason.InvalidField, $"A search may name {MostAttributes} attributes at most.");
        }

        if (wanted.TemplateNames.Count > 0 || wanted.Any(attribute => !attribute.Id.IsStandard && attribute.Id.VendorIdentification is null))
        {
            throw new KmipOperationException(ResultReason.InvalidField, "The search names an attribute or a template that does not exist.");
        }
    }
}
