using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>What a handler works in: one batch item of one request.</summary>
public sealed class OperationContext
{
    private readonly IManagedObjectStore _store;
    private readonly IAccessPolicy _policy;
    private readonly BatchState _batch;
    private IStoreTransaction? _transaction;
    private StoreAccess _access;

    internal OperationContext(
        Operation operation, KmipVersion version, ClientIdentity client, DateTimeOffset now, KmipServerOptions options,
        OperationTable operations, IManagedObjectStore store, IAccessPolicy policy, BatchState batch)
    {
        Operation = operation;
        Version = version;
        Client = client;
        Now = now;
        Options = options;
        Operations = operations;
        _store = store;
        _policy = policy;
        _batch = batch;
    }

    /// <summary>The operation.</summary>
    public Operation Operation { get; }

    /// <summary>The version of the request, and of its response.</summary>
    public KmipVersion Version { get; }

    /// <summary>Who asks.</summary>
    public ClientIdentity Client { get; }

    /// <summary>The time of the request, in whole seconds as the protocol counts: the same for everything the request does.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The options of the server.</summary>
    public KmipServerOptions Options { get; }

    /// <summary>The operations of the server.</summary>
    public OperationTable Operations { get; }

    /// <summary>
    /// The unit of work of this batch item, opened at the first call. It is committed by the caller once the answer is known to fit, and rolled
    /// back if the item fails.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was opened for reading before.</exception>
    public async ValueTask<IStoreTransaction> OpenAsync(StoreAccess access, CancellationToken cancellationToken)
    {
        if (_transaction is null)
        {
            _transaction = await _store.BeginAsync(access, cancellationToken).ConfigureAwait(false);
            _access = access;
        }
        else if (access is StoreAccess.Write && _access is StoreAccess.Read)
        {
            throw new InvalidOperationException("Open the transaction for writing at the first call.");
        }

        return _transaction;
    }

    /// <summary>The object a request means, as it is now, once access to it is granted.</summary>
    /// <param name="identifier">What the request gave; null: the ID Placeholder.</param>
    /// <param name="access">What the operation will do with the store.</param>
    /// <param name="cancellationToken">Ends at the request timeout.</param>
    /// <exception cref="KmipOperationException">No identifier at all, no such object, or no access.</exception>
    public async ValueTask<ManagedObjectRecord> FindAsync(UniqueIdentifier? identifier, StoreAccess access, CancellationToken cancellationToken)
    {
        string id = _batch.Resolve(identifier)
            ?? throw new KmipOperationException(ResultReason.MissingData, "Name the object: the request has no unique identifier and no ID placeholder is set.");
        if (id.Length == 0)
        {
            throw new KmipOperationException(ResultReason.InvalidField, "The unique identifier is empty.");
        }

        IStoreTransaction transaction = await OpenAsync(access, cancellationToken).ConfigureAwait(false);
        ManagedObjectRecord record = await transaction.FindAsync(id, cancellationToken).ConfigureAwait(false)
            ?? throw KmipOperationException.NotFound();
        return Decide(record) switch
        {
            AccessDecision.Allow => KeyLifecycle.AsOf(record, Now),
            AccessDecision.Hide => throw KmipOperationException.NotFound(),
            _ => throw new KmipOperationException(ResultReason.PermissionDenied, "The client may not do this with the object."),
        };
    }

    /// <summary>What the policy says about an object; for operations that look at many.</summary>
    public AccessDecision Decide(ManagedObjectRecord? record) => _policy.Decide(Client, Operation, record);

    /// <summary>Makes an identifier available to the operations after this one (KMIP 1.4 section 4); null: there is none to use.</summary>
    public void SetIdPlaceholder(string? id) => _batch.SetPlaceholder(id);

    internal async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        if (_transaction is not null && _access is StoreAccess.Write)
        {
            await _transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the unit of work without its changes; the next call of <see cref="OpenAsync"/> begins another.</summary>
    internal ValueTask CloseAsync()
    {
        IStoreTransaction? ending = _transaction;
        _transaction = null;
        return ending?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
