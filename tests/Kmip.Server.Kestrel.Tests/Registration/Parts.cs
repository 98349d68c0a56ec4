using Kmip.Client;
using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.Server.Kestrel.Tests.Support;
using Kmip.Ttlv;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kmip.Server.Kestrel.Tests.Registration;

/// <summary>What the steps of the builder do, seen by a client over mutual TLS.</summary>
public sealed class Parts
{
    private static CreateRequest Aes => new()
    {
        ObjectType = ObjectType.SymmetricKey,
        Attributes = new AttributeList
        {
            CryptographicAlgorithm = CryptographicAlgorithm.AES,
            CryptographicLength = 256,
            CryptographicUsageMask = CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt,
        },
    };

    [Fact]
    public async Task Without_a_policy_only_query_and_discover_versions_are_answered()
    {
        await using HostedServer server = await HostedServer.StartAsync(builder => builder.AddStandardOperations().UseStore<InMemoryStore>());
        await using KmipClient client = await server.ConnectAsync();

        await client.SendAsync(new QueryRequest { QueryFunctions = [QueryFunction.QueryOperations] });
        KmipOperationFailedException denied = await Assert.ThrowsAsync<KmipOperationFailedException>(() => client.SendAsync(Aes));

        Assert.Equal(ResultReason.PermissionDenied, denied.ResultReason);
        Assert.Contains(server.Loggers.Lines, line => line.Level is LogLevel.Warning && line.Text.Contains("UseAccessPolicy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_standard_operations_work_under_a_policy()
    {
        await using HostedServer server = await StandardAsync();
        await using KmipClient client = await server.ConnectAsync();

        CreateResponse created = await client.SendAsync(Aes);
        using GetResponse key = await client.SendAsync(new GetRequest { UniqueIdentifier = created.UniqueIdentifier });

        Assert.Equal(256, key.Object!.FindKeyBlock()!.CryptographicLength);
        QueryResponse query = await client.SendAsync(new QueryRequest { QueryFunctions = [QueryFunction.QueryOperations] });
        Assert.Equal(StandardOperations.Create().Select(handler => handler.Operation).Order(), query.Operations);
    }

    [Fact]
    public async Task An_operation_of_a_vendor_is_served_and_listed()
    {
        await using HostedServer server = await StandardAsync(builder => builder.AddOperation<ReverseHandler>());
        await using KmipClient client = await server.ConnectAsync();

        QueryResponse query = await client.SendAsync(new QueryRequest { QueryFunctions = [QueryFunction.QueryOperations] });
        Text answer = await client.SendAsync(new ReverseRequest { Value = "pimk" });

        Assert.Contains(ReverseRequest.Operation, query.Operations);
        Assert.Equal("kmip", answer.Value);
    }

    [Fact]
    public async Task The_policy_is_asked_about_a_vendors_operation_too()
    {
        await using HostedServer server = await HostedServer.StartAsync(
            builder => builder.AddStandardOperations().AddOperation<ReverseHandler>().UseStore<InMemoryStore>());
        await using KmipClient client = await server.ConnectAsync();

        KmipOperationFailedException denied = await Assert.ThrowsAsync<KmipOperationFailedException>(() => client.SendAsync(new ReverseRequest { Value = "x" }));
        Assert.Equal(ResultReason.PermissionDenied, denied.ResultReason);
    }

    [Fact]
    public async Task A_later_handler_takes_the_place_of_a_standard_one()
    {
        await using HostedServer server = await StandardAsync(builder => builder.AddOperation<ClosedHandler>());
        await using KmipClient client = await server.ConnectAsync();

        KmipOperationFailedException closed = await Assert.ThrowsAsync<KmipOperationFailedException>(() => client.SendAsync(Aes));
        Assert.Equal(ResultReason.ServerLimitExceeded, closed.ResultReason);
    }

    [Fact]
    public async Task A_key_provider_seals_the_objects_and_its_failure_is_that_of_what_needs_them()
    {
        var provider = new SwitchableProvider();
        await using HostedServer server = await StandardAsync(builder => builder.UseKeyProvider(_ => provider));
        await using KmipClient client = await server.ConnectAsync();
        CreateResponse created = await client.SendAsync(Aes);
        var get = new GetRequest { UniqueIdentifier = created.UniqueIdentifier };
        using (GetResponse key = await client.SendAsync(get))
        {
            Assert.Equal(1, provider.Unwraps);
        }

        provider.Failure = new KeyProviderException(KeyProviderError.KeyDisabled, "The key is disabled.");
        KmipOperationFailedException failed = await Assert.ThrowsAsync<KmipOperationFailedException>(() => client.SendAsync(get));
        Assert.Equal(ResultReason.WrongKeyLifecycleState, failed.ResultReason);
        Assert.Same(provider, ((InMemoryStore)server.Services.GetRequiredService<IManagedObjectStore>()).KeyProvider);

        provider.Failure = null;
        using GetResponse again = await client.SendAsync(get);
        Assert.Equal(3, provider.Unwraps);
    }

    [Fact]
    public async Task The_host_disposes_what_it_made()
    {
        var provider = new SwitchableProvider();
        HostedServer server = await StandardAsync(builder => builder.UseKeyProvider(_ => provider));
        IManagedObjectStore store = server.Services.GetRequiredService<IManagedObjectStore>();
        await server.DisposeAsync();

        Assert.True(provider.Disposed);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.BeginAsync(StoreAccess.Read, default));
    }

    private static Task<HostedServer> StandardAsync(Action<IKmipServerBuilder>? more = null) => HostedServer.StartAsync(builder =>
    {
        builder.AddStandardOperations().UseStore<InMemoryStore>().UseAccessPolicy<OwnerPolicy>();
        more?.Invoke(builder);
    });

    private sealed class ReverseRequest : IKmipRequest<ReverseRequest, Text>
    {
        public static Operation Operation => (Operation)0x80000001;

        public required string Value { get; init; }

        public static ReverseRequest Decode(ref TtlvReader reader, KmipVersion version) => new() { Value = reader.ReadTextString((KmipTag)0x540001) };

        public void Encode(TtlvWriter writer, KmipVersion version) => writer.WriteTextString((KmipTag)0x540001, Value);
    }

    private sealed class Text : IKmipResponse<Text>
    {
        public required string Value { get; init; }

        public static Text Decode(ref TtlvReader reader, KmipVersion version) => new() { Value = reader.ReadTextString((KmipTag)0x540002) };

        public void Encode(TtlvWriter writer, KmipVersion version) => writer.WriteTextString((KmipTag)0x540002, Value);
    }

    private sealed class ReverseHandler : OperationHandler<ReverseRequest, Text>
    {
        public override ValueTask<Text> HandleAsync(ReverseRequest request, OperationContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new Text { Value = string.Concat(request.Value.Reverse()) });
    }

    private sealed class ClosedHandler : OperationHandler<CreateRequest, CreateResponse>
    {
        public override ValueTask<CreateResponse> HandleAsync(CreateRequest request, OperationContext context, CancellationToken cancellationToken) =>
            throw new KmipOperationException(ResultReason.ServerLimitExceeded, "No more keys today.");
    }

    private sealed class SwitchableProvider : IKeyProvider, IDisposable
    {
        private readonly LocalKeyProvider _inner = new(new byte[32]);

        public Exception? Failure { get; set; }

        public int Unwraps { get; private set; }

        public bool Disposed { get; private set; }

        public string KeyId => "switchable";

        public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken) =>
            Failure is null ? _inner.WrapAsync(dataKey, cancellationToken) : throw Failure;

        public ValueTask<int> UnwrapAsync(ReadOnlyMemory<byte> wrapped, Memory<byte> destination, CancellationToken cancellationToken)
        {
            Unwraps++;
            return Failure is null ? _inner.UnwrapAsync(wrapped, destination, cancellationToken) : throw Failure;
        }

        public void Dispose()
        {
            Disposed = true;
            _inner.Dispose();
        }
    }
}
