using Kmip.Server;
using Kmip.Ttlv;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kmip.Conformance.Tests.Replay;

/// <summary>
/// Our server without a transport: the dispatcher with all standard operations over an empty store in memory. There is one client, who owns
/// what it makes.
/// </summary>
internal sealed class InProcessServer : IServer
{
    private static readonly ClientIdentity Client = ClientIdentity.InProcess("recorded client");

    private readonly InMemoryStore _store;
    private readonly KmipDispatcher _dispatcher;

    public InProcessServer(TimeProvider clock)
    {
        _store = new InMemoryStore();
        _dispatcher = new KmipDispatcher(
            new OperationTable(StandardOperations.Create()), _store, new OwnerPolicy(), new KmipServerOptions(), clock, NullLogger<KmipDispatcher>.Instance);
    }

    public async Task<byte[]> AnswerAsync(byte[] request)
    {
        using TtlvWriter response = new();
        await _dispatcher.HandleAsync(request, response, Client, TestContext.Current.CancellationToken);
        return response.WrittenSpan.ToArray();
    }

    public void Dispose() => _store.Dispose();
}
