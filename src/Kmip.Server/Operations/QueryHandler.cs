using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// Query (KMIP 1.4 section 4.25, KMIP 2.1 section 6.1.40), answered from the same table that requests are dispatched by. Functions the server
/// does not know add nothing. Nothing is claimed that is not so: no profiles, no validations, no extensions.
/// </summary>
public sealed class QueryHandler : OperationHandler<QueryRequest, QueryResponse>
{
    private static readonly ObjectType[] Objects =
    [
        ObjectType.Certificate, ObjectType.SymmetricKey, ObjectType.PublicKey, ObjectType.PrivateKey, ObjectType.SplitKey, ObjectType.SecretData,
        ObjectType.OpaqueObject, ObjectType.PGPKey, ObjectType.CertificateRequest,
    ];

    /// <inheritdoc/>
    public override ValueTask<QueryResponse> HandleAsync(QueryRequest request, OperationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var response = new QueryResponse();
        foreach (QueryFunction function in request.QueryFunctions.Distinct())
        {
            Answer(function, response, context);
        }

        return ValueTask.FromResult(response);
    }

    private static void Answer(QueryFunction function, QueryResponse response, OperationContext context)
    {
        switch (function)
        {
            case QueryFunction.QueryOperations:
                response.Operations = [.. context.Operations.In(context.Version)];
                break;
            case QueryFunction.QueryObjects:
                response.ObjectTypes = [.. Objects.Where(type => ObjectTypeNames.IsDefinedIn(type, context.Version))];
                break;
            case QueryFunction.QueryServerInformation:
                response.VendorIdentification = context.Options.VendorIdentification;
                break;
            case QueryFunction.QueryRNGs:
                response.RNGParameters = [new RNGParameters { RNGAlgorithm = RNGAlgorithm.Unspecified }];
                break;
            case QueryFunction.QueryCapabilities:
                response.CapabilityInformation =
                [
                    new CapabilityInformation
                    {
                        StreamingCapability = false,
                        AsynchronousCapability = false,
                        AttestationCapability = false,
                        BatchUndoCapability = false,
                        BatchContinueCapability = true,
                        UnwrapMode = UnwrapMode.NotProcessed,
                        DestroyAction = DestroyAction.KeyMaterialDeleted,
                        RNGMode = RNGMode.Unspecified,
                    },
                ];
                break;
            case QueryFunction.QueryStorageProtectionMasks:
                response.ProtectionStorageMasks = new ProtectionStorageMasks { Masks = [ProtectionStorageMask.Software] };
                break;
            default:
                break;
        }
    }
}
