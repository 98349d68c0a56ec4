using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>The operations a server has: what requests are dispatched by and what Query answers from.</summary>
public sealed class OperationTable
{
    private readonly Dictionary<Operation, OperationHandler> _handlers = [];
    private readonly Dictionary<Operation, string> _withheld = [];

    /// <summary>A table of handlers; a later handler replaces an earlier one of the same operation.</summary>
    /// <param name="handlers">The handlers.</param>
    /// <param name="withheld">Operations that this server could have and does not offer, with the reason a client is given. Query does not name them.</param>
    public OperationTable(IEnumerable<OperationHandler> handlers, IEnumerable<KeyValuePair<Operation, string>>? withheld = null)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        foreach ((Operation operation, string reason) in withheld ?? [])
        {
            _withheld[operation] = reason;
        }

        foreach (OperationHandler handler in handlers)
        {
            _handlers[handler.Operation] = handler;
        }
    }

    /// <summary>The handler; null where the server does not have the operation, or the version does not.</summary>
    public OperationHandler? Find(Operation operation, KmipVersion version) =>
        OperationNames.MayBeSentIn(operation, version) ? _handlers.GetValueOrDefault(operation) : null;

    /// <summary>Why a request for an operation that <see cref="Find"/> does not give fails.</summary>
    internal string WhyMissing(Operation operation) =>
        _withheld.GetValueOrDefault(operation) ?? "The server does not have this operation in this version.";

    /// <summary>The operations of the server that a version has, in the order of their numbers.</summary>
    public IEnumerable<Operation> In(KmipVersion version) =>
        _handlers.Keys.Where(operation => OperationNames.MayBeSentIn(operation, version)).Order();
}
