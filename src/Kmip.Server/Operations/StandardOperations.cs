namespace Kmip.Server;

/// <summary>The operations every server of this library has: the one list of them.</summary>
public static class StandardOperations
{
    /// <summary>A handler for each; they hold no state and may be shared by servers.</summary>
    public static IReadOnlyList<OperationHandler> Create() =>
    [
        new DiscoverVersionsHandler(),
        new QueryHandler(),
        new CreateHandler(),
        new RegisterHandler(),
        new GetHandler(),
        new GetAttributesHandler(),
        new GetAttributeListHandler(),
        new LocateHandler(),
        new ActivateHandler(),
        new RevokeHandler(),
        new DestroyHandler(),
        new EncryptHandler(),
        new DecryptHandler(),
    ];
}
