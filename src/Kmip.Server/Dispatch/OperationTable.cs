using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>The operations a server has: what requests are dispatched by and what Query answers from.</summary>
public sealed class OperationTable
{
    private readonly Dictionary<Operation, OperationHandler> _handlers = [];

    /// <summary>A table of handlers; a later handler replaces an earlier one of the same operation.</summary>
    public OperationTable(IEnumerable<OperationHandler> handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        foreach (OperationHandler handler in handlers)
        {
            _handlers[handler.Operation] = handler;
        }
    }

    /// <summary>The handler; null where the server does not have the operation, or the version does not.</summary>
    public OperationHandler? Find(Operation operation, KmipVersion version) =>
        OperationNames.MayBeSentIn(operation, version) ? _handlers.GetValueOrDefault(operation) : null;

    /// <summary>The operations of the server that a version has, in the order of their numbers.</summary>
    public IEnumerable<Operation> In(KmipVersion version) =>
        _handlers.Keys.Where(operation => OperationNames.MayBeSentIn(operation, version)).Order();
}
