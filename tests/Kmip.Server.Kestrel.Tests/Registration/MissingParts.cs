using Kmip.KeyProviders;
using Kmip.Server.Kestrel.Tests.Support;

namespace Kmip.Server.Kestrel.Tests.Registration;

/// <summary>A server that is not complete does not start, and says what it lacks.</summary>
public sealed class MissingParts
{
    [Fact]
    public async Task Without_operations()
    {
        string message = await FailAsync(server => server.UseStore<InMemoryStore>());
        Assert.Contains("AddStandardOperations()", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_store()
    {
        string message = await FailAsync(server => server.AddStandardOperations());
        Assert.Contains("UseStore<InMemoryStore>()", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_key_provider_and_a_store_that_does_not_seal()
    {
        string message = await FailAsync(server => server.AddStandardOperations().UseStore<ClearStore>().UseKeyProvider(_ => new LocalKeyProvider(new byte[32])));
        Assert.Contains("ClearStore does not seal its objects", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_key_provider_that_the_store_was_not_given()
    {
        string message = await FailAsync(server => server
            .AddStandardOperations()
            .UseStore(_ => new InMemoryStore())
            .UseKeyProvider(_ => new LocalKeyProvider(new byte[32])));
        Assert.Contains("InMemoryStore does not seal its objects", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_services_that_a_part_asks_for()
    {
        string message = await FailAsync(server => server.AddStandardOperations().UseStore<InMemoryStore>().UseKeyProvider<NeedyProvider>());
        Assert.Contains(nameof(NeedyProvider), message, StringComparison.Ordinal);
    }

    private static async Task<string> FailAsync(Action<IKmipServerBuilder> build) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => HostedServer.StartAsync(build))).Message;

    private sealed class ClearStore : IManagedObjectStore
    {
        public ValueTask<IStoreTransaction> BeginAsync(StoreAccess access, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class NeedyProvider(Uri service) : IKeyProvider
    {
        public string KeyId => service.Host;

        public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<int> UnwrapAsync(ReadOnlyMemory<byte> wrapped, Memory<byte> destination, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
