using Kmip.Protocol;
using Kmip.Server;

namespace Kmip.ProxyHost.Serving;

/// <summary>What the proxy does: it hands out keys; with <c>--allowNewKeys</c> it also makes and keeps them.</summary>
internal static class ServedOperations
{
    private const string Withheld = "kmip-proxy was started without --allowNewKeys: it serves the keys of its dbpath and neither makes nor changes any.";

    private static readonly Operation[] Changing =
    [
        Operation.Create, Operation.Register, Operation.Activate, Operation.Revoke, Operation.Destroy,
    ];

    /// <summary>The operations. Those that need the option are refused with a message that names it, and Query does not list them.</summary>
    public static OperationTable Table(bool allowNewKeys)
    {
        OperationHandler[] reading =
            [new DiscoverVersionsHandler(), new QueryHandler(), new GetHandler(), new GetAttributesHandler(), new GetAttributeListHandler(), new LocateHandler()];
        return allowNewKeys
            ? new OperationTable([.. reading, new CreateHandler(), new RegisterHandler(), new ActivateHandler(), new RevokeHandler(), new DestroyHandler()])
            : new OperationTable(reading, Changing.Select(static operation => KeyValuePair.Create(operation, Withheld)));
    }
}
