using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Logging;
using Kmip.ProxyHost.Store;
using Kmip.Server;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>A store over a test dbpath, opened as serving opens it.</summary>
internal sealed class StoreHarness : IDisposable
{
    public const string Owner = "00FF";

    private readonly StringWriter _output;
    private readonly StringWriter _error;

    private StoreHarness(ProxyContext context, SnapshotStore store, StringWriter output, StringWriter error)
    {
        Context = context;
        Store = store;
        _output = output;
        _error = error;
    }

    public ProxyContext Context { get; }

    public SnapshotStore Store { get; }

    /// <summary>Everything that was logged.</summary>
    public string Log => _output.ToString() + _error;

    /// <summary>Opens the keys and the store. The local provider wraps new keys, unless the store is to be read-only.</summary>
    public static async Task<StoreHarness> OpenAsync(
        TestSnapshot snapshot, bool readOnly = false, bool allowUidMismatch = false, IFileSystem? files = null, IKeyProviderFactory? providers = null,
        string[]? options = null, bool withKeyFile = true)
    {
        StringWriter output = new(), error = new();
        ProxyContext context = new()
        {
            Options = ProxyCommandLine.Parse(["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", .. withKeyFile ? ["--localKeyFile", snapshot.KeyFile] : (string[])[], .. options ?? []]),
            Files = files ?? new PhysicalFileSystem(),
            Environment = static _ => null,
            Time = TimeProvider.System,
            Log = new ProxyLog(output, error, TimeProvider.System, json: false, LogVerbosity.Trace),
            Output = output,
            Providers = providers ?? new KeyProviderFactory(),
        };
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        CommitJournal.Finish(context, snapshot.Layout);
        KeySelection selection = KeySelection.Read(context, snapshot.Layout, mayBeEmpty: true);
        IReadOnlyList<OpenedKey> opened = await new KeyOpener(context, snapshot.Layout).OpenAllAsync(selection, RetryPolicy.AtStart, cancellation);
        NewKeyWrapper? wrapper = readOnly ? null : await NewKeyWrapper.OpenAsync(
            options?.Contains("-cloudProvider") is true ? context : WithProvider(context, snapshot), opened, cancellation);
        SnapshotStore store = SnapshotStore.Open(context, snapshot.Layout, opened, wrapper, allowUidMismatch, Owner);
        return new StoreHarness(context, store, output, error);
    }

    /// <summary>Runs one unit of work and commits it.</summary>
    public async Task WriteAsync(Func<IStoreTransaction, CancellationToken, ValueTask> work)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using IStoreTransaction transaction = await Store.BeginAsync(StoreAccess.Write, cancellation);
        await work(transaction, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    public Task AddAsync(ManagedObjectRecord record, ManagedObject managedObject) =>
        WriteAsync((transaction, cancellation) => transaction.AddAsync(record, managedObject, cancellation));

    public Task UpdateAsync(ManagedObjectRecord record) => WriteAsync((transaction, cancellation) => transaction.UpdateAsync(record, cancellation));

    public Task DestroyAsync(ManagedObjectRecord record) => WriteAsync((transaction, cancellation) => transaction.DestroyAsync(record, cancellation));

    public async Task<ManagedObjectRecord?> FindAsync(string id)
    {
        await using IStoreTransaction transaction = await Store.BeginAsync(StoreAccess.Read, TestContext.Current.CancellationToken);
        return await transaction.FindAsync(id, TestContext.Current.CancellationToken);
    }

    /// <summary>The encoded object, or null.</summary>
    public async Task<byte[]?> GetAsync(string id)
    {
        await using IStoreTransaction transaction = await Store.BeginAsync(StoreAccess.Read, TestContext.Current.CancellationToken);
        using ManagedObject? found = await transaction.GetObjectAsync(id, TestContext.Current.CancellationToken);
        return found is null ? null : TestObjects.Encode(found);
    }

    public void Dispose()
    {
        Store.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    private static ProxyContext WithProvider(ProxyContext context, TestSnapshot snapshot) => new()
    {
        Options = ProxyCommandLine.Parse(
            ["-dbpath", snapshot.DatabasePath, "-kmipPort", "0", "-cloudProvider", "local", "--localKeyFile", snapshot.KeyFile]),
        Files = context.Files,
        Environment = context.Environment,
        Time = context.Time,
        Log = context.Log,
        Output = context.Output,
        Providers = context.Providers,
    };
}
