using Kmip.Protocol;
using Kmip.Server;

namespace Kmip.ProxyHost.Serving;

/// <summary>What the proxy does: it hands out keys; with <c>--allowNewKeys</c> it does all that the server can.</summary>
internal static class ServedOperations
{
    private const string Withheld =
        "kmip-proxy was started without --allowNewKeys: it hands out the keys of its dbpath and neither makes, changes nor uses any.";

    private static readonly HashSet<Operation> Reading =
    [
        Operation.DiscoverVersions, Operation.Query, Operation.Get, Operation.GetAttributes, Operation.GetAttributeList, Operation.Locate,
    ];

    /// <summary>The operations. Those that need the option are refused with a message that names it, and Query does not list them.</summary>
    public static OperationTable Table(bool allowNewKeys)
    {
        IReadOnlyList<OperationHandler> all = StandardOperations.Create();
        return allowNewKeys
            ? new OperationTable(all)
            : new OperationTable(
                all.Where(static handler => Reading.Contains(handler.Operation)),
                all.Where(static handler => !Reading.Contains(handler.Operation)).Select(static handler => KeyValuePair.Create(handler.Operation, Withheld)));
    }
}
