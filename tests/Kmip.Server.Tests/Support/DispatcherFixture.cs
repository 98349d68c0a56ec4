using Kmip.Protocol;
using Kmip.Ttlv;
using Microsoft.Extensions.Time.Testing;

namespace Kmip.Server.Tests.Support;

/// <summary>
/// A dispatcher with the standard handlers over an in-memory store, with a clock that stands still until told. Everything goes through bytes:
/// requests are encoded, responses decoded strictly.
/// </summary>
public sealed class DispatcherFixture : IDisposable
{
    private readonly SwitchablePolicy _policy = new();
    private readonly List<IDisposable> _received = [];

    /// <summary>A dispatcher.</summary>
    /// <param name="store">Null: an <see cref="InMemoryStore"/>, see <see cref="Store"/>.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="handlers">Added to the standard ones; one for the same operation replaces it.</param>
    public DispatcherFixture(IManagedObjectStore? store = null, KmipServerOptions? options = null, params IEnumerable<OperationHandler> handlers)
    {
        Options = options ?? new KmipServerOptions();
        Dispatcher = new KmipDispatcher(
            new OperationTable([.. StandardOperations.Create(), .. handlers]), store ?? Store, _policy, Options, Clock, Log);
    }

    public static ClientIdentity Alice { get; } = ClientIdentity.InProcess("alice");

    public static ClientIdentity Bob { get; } = ClientIdentity.InProcess("bob");

    public InMemoryStore Store { get; } = new();

    public KmipServerOptions Options { get; }

    public KmipDispatcher Dispatcher { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public RecordingLogger<KmipDispatcher> Log { get; } = new();

    /// <summary>Who sends; changed between calls.</summary>
    public ClientIdentity Client { get; set; } = Alice;

    /// <summary>Who may do what; changed between calls. Everything is allowed at first.</summary>
    public IAccessPolicy Policy
    {
        get => _policy.Current;
        set => _policy.Current = value;
    }

    /// <summary>The bytes that answer the bytes of one message.</summary>
    public async Task<byte[]> SendBytes(ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
    {
        using var writer = new TtlvWriter();
        await Dispatcher.HandleAsync(request, writer, Client, cancellationToken);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>The answer to a message.</summary>
    public Task<ResponseMessage> Send(RequestMessage request) => Exchange(request.Encode());

    /// <summary>The answer to bytes.</summary>
    public async Task<ResponseMessage> Exchange(ReadOnlyMemory<byte> request) => Keep(ResponseMessage.Decode(await SendBytes(request)));

    /// <summary>The answer to one operation, which must succeed.</summary>
    public async Task<TResponse> Send<TRequest, TResponse>(KmipVersion version, IKmipRequest<TRequest, TResponse> payload)
        where TRequest : IKmipRequest<TRequest, TResponse>
        where TResponse : IKmipResponse<TResponse>
    {
        ResponseBatchItem item = Assert.Single((await Send(Requests.Message(version, payload))).BatchItems);
        Assert.True(item.ResultStatus is ResultStatus.Success, $"{item.Operation}: {item.ResultReason}: {item.ResultMessage}");
        return Assert.IsType<TResponse>(item.Payload);
    }

    /// <summary>The failed item that answers one operation, which must not succeed.</summary>
    public async Task<ResponseBatchItem> Fail<TRequest, TResponse>(KmipVersion version, IKmipRequest<TRequest, TResponse> payload)
        where TRequest : IKmipRequest<TRequest, TResponse>
        where TResponse : IKmipResponse<TResponse> => Failed(await Send(Requests.Message(version, payload)));

    /// <summary>The only item of a response, which must be a failure with a message for people.</summary>
    public static ResponseBatchItem Failed(ResponseMessage response)
    {
        ResponseBatchItem item = Assert.Single(response.BatchItems);
        Assert.Equal(ResultStatus.OperationFailed, item.ResultStatus);
        Assert.NotNull(item.ResultReason);
        Assert.False(string.IsNullOrWhiteSpace(item.ResultMessage));
        return item;
    }

    /// <summary>A good client is served: a Query succeeds.</summary>
    public async Task AssertAlive() =>
        Assert.NotEmpty((await Send(KmipVersion.V1_4, new QueryRequest { QueryFunctions = [QueryFunction.QueryOperations] })).Operations);

    public void Dispose()
    {
        _received.ForEach(message => message.Dispose());
        Store.Dispose();
    }

    private ResponseMessage Keep(ResponseMessage message)
    {
        _received.Add(message);
        return message;
    }
}
