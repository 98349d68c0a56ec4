using Kmip.KeyProviders;
using Kmip.Protocol;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Operations;

/// <summary>A server whose objects are sealed under a key provider: what clients see of it when the provider works and when it does not.</summary>
public sealed class SealedObjects : IDisposable
{
    private readonly SwitchableKeyProvider _provider = new();
    private readonly InMemoryStore _store;
    private readonly DispatcherFixture _server;

    public SealedObjects()
    {
        _store = new InMemoryStore(_provider);
        _server = new DispatcherFixture(_store);
    }

    [Fact]
    public async Task Keys_are_created_fetched_and_used_as_ever()
    {
        byte[] material = [.. Enumerable.Range(7, 32).Select(value => (byte)value)];
        UniqueIdentifier id = (await _server.Send(KmipVersion.V1_2, Requests.RawKey(material))).UniqueIdentifier;
        await _server.Send(KmipVersion.V1_2, new ActivateRequest { UniqueIdentifier = id });

        using GetResponse key = await _server.Send(KmipVersion.V1_2, new GetRequest { UniqueIdentifier = id });
        EncryptResponse encrypted = await _server.Send(KmipVersion.V1_2, CipherFixture.EncryptRequest(id, [1, 2, 3], null, null, null));

        Assert.Equal(material, key.Object!.FindKeyBlock()!.KeyValue!.Material!.Bytes!.Span.ToArray());
        Assert.Equal(16, encrypted.Data!.Length);
        Assert.False(MemorySearch.Holds(_store, material));
    }

    [Theory]
    [InlineData(KeyProviderError.KeyDisabled, ResultReason.WrongKeyLifecycleState, ResultReason.PermissionDenied)]
    [InlineData(KeyProviderError.KeyDestroyed, ResultReason.ObjectDestroyed, ResultReason.ItemNotFound)]
    [InlineData(KeyProviderError.KeyNotFound, ResultReason.ObjectNotFound, ResultReason.ItemNotFound)]
    [InlineData(KeyProviderError.AccessDenied, ResultReason.PermissionDenied, ResultReason.PermissionDenied)]
    [InlineData(KeyProviderError.Unavailable, ResultReason.InternalServerError, ResultReason.GeneralFailure)]
    [InlineData(KeyProviderError.Throttled, ResultReason.ServerLimitExceeded, ResultReason.GeneralFailure)]
    [InlineData(KeyProviderError.CiphertextRejected, ResultReason.CryptographicFailure, ResultReason.CryptographicFailure)]
    public async Task A_failing_provider_fails_what_needs_the_key_and_nothing_else(KeyProviderError error, ResultReason reason, ResultReason legacy)
    {
        UniqueIdentifier id = (await _server.Send(KmipVersion.V2_1, Requests.Aes())).UniqueIdentifier;
        _provider.Failure = new KeyProviderException(error, "A text of the provider.");

        ResponseBatchItem get = await _server.Fail(KmipVersion.V2_1, new GetRequest { UniqueIdentifier = id });
        ResponseBatchItem create = await _server.Fail(KmipVersion.V2_1, Requests.Aes());

        Assert.Equal(reason, get.ResultReason);
        Assert.Equal(reason, create.ResultReason);
        Assert.Equal(legacy, (await _server.Fail(KmipVersion.V1_4, new GetRequest { UniqueIdentifier = id })).ResultReason);
        Assert.DoesNotContain("A text of the provider", get.ResultMessage!, StringComparison.Ordinal);
        Assert.Equal(1, _store.Count);
        await _server.Send(KmipVersion.V2_1, new GetAttributesRequest { UniqueIdentifier = id });
        _provider.Failure = null;
        using GetResponse key = await _server.Send(KmipVersion.V2_1, new GetRequest { UniqueIdentifier = id });
        await _server.AssertAlive();
    }

    [Fact]
    public async Task A_provider_with_a_defect_does_not_end_the_server()
    {
        UniqueIdentifier id = (await _server.Send(KmipVersion.V2_1, Requests.Aes())).UniqueIdentifier;
        _provider.Failure = new InvalidOperationException("A text of the provider.");

        ResponseBatchItem failed = await _server.Fail(KmipVersion.V2_1, new GetRequest { UniqueIdentifier = id });

        Assert.Equal(ResultReason.GeneralFailure, failed.ResultReason);
        Assert.DoesNotContain("A text of the provider", failed.ResultMessage!, StringComparison.Ordinal);
        await _server.AssertAlive();
    }

    [Fact]
    public async Task An_object_that_a_client_destroyed_is_gone_without_asking_the_provider()
    {
        UniqueIdentifier id = (await _server.Send(KmipVersion.V2_1, Requests.Aes())).UniqueIdentifier;
        _provider.Failure = new KeyProviderException(KeyProviderError.Unavailable, "Not reachable.");

        await _server.Send(KmipVersion.V2_1, new DestroyRequest { UniqueIdentifier = id });

        Assert.Equal(ResultReason.ObjectDestroyed, (await _server.Fail(KmipVersion.V2_1, new GetRequest { UniqueIdentifier = id })).ResultReason);
    }

    public void Dispose()
    {
        _server.Dispose();
        _store.Dispose();
        _provider.Dispose();
    }
}
