using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations.Clients;

/// <summary>ScyllaDB, the MySQL keyring, Synology DSM: what each sends, in its order.</summary>
public sealed class OtherClients : IDisposable
{
    private readonly DispatcherFixture _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Scylla_creates_and_activates_in_one_ordered_batch_then_finds_and_fetches()
    {
        RequestMessage request = Requests.Batch(KmipVersion.V1_2, RequestBatchItem.For(Requests.Aes(128)), RequestBatchItem.For(new ActivateRequest()));
        request.Header.BatchOrderOption = true;
        ResponseMessage response = await _server.Send(request);
        string id = Assert.IsType<CreateResponse>(response.BatchItems[0].Payload).UniqueIdentifier.Text!;
        Assert.Equal(id, Assert.IsType<ActivateResponse>(response.BatchItems[1].Payload).UniqueIdentifier.Text);

        var search = new LocateRequest
        {
            Attributes = new AttributeList
            {
                ObjectType = ObjectType.SymmetricKey,
                CryptographicAlgorithm = CryptographicAlgorithm.AES,
                CryptographicLength = 128,
                CryptographicUsageMask = CryptographicUsageMask.Encrypt | CryptographicUsageMask.Decrypt,
                State = State.Active,
            },
        };
        Assert.Equal([id], await _server.LocateAsync(KmipVersion.V1_2, search));

        ResponseMessage fetched = await _server.Send(Requests.Batch(
            KmipVersion.V1_2,
            RequestBatchItem.For(new GetRequest { UniqueIdentifier = id }),
            RequestBatchItem.For(new GetAttributesRequest { UniqueIdentifier = id })));
        Assert.All(fetched.BatchItems, item => Assert.Equal(ResultStatus.Success, item.ResultStatus));
        Assert.Equal(State.Active, Assert.IsType<GetAttributesResponse>(fetched.BatchItems[1].Payload).Attributes.State);
    }

    [Fact]
    public async Task A_failed_creation_leaves_nothing_for_the_activation_behind_it()
    {
        string older = await _server.CreateAsync(Requests.Named("taken"));
        RequestMessage request = Requests.Batch(
            KmipVersion.V1_2, RequestBatchItem.For(Requests.Aes(128, Requests.Named("taken"))), RequestBatchItem.For(new ActivateRequest()));
        request.Header.BatchErrorContinuationOption = BatchErrorContinuationOption.Continue;
        ResponseMessage response = await _server.Send(request);
        Assert.Equal([ResultReason.InvalidField, ResultReason.MissingData], response.BatchItems.Select(item => item.ResultReason!.Value));
        Assert.Equal(State.PreActive, await _server.StateAsync(older));
    }

    [Fact]
    public async Task The_MySQL_keyring_creates_activates_fetches_revokes_and_destroys()
    {
        KmipVersion version = KmipVersion.V1_1;
        string id = (await _server.Send(version, Requests.Aes())).UniqueIdentifier.Text!;
        await _server.Send(version, new ActivateRequest { UniqueIdentifier = id });
        Assert.Equal(32, (await _server.KeyAsync(id, version)).Length);
        await _server.Send(version, Requests.Revoke(id));
        await _server.Send(version, new DestroyRequest { UniqueIdentifier = id });
        Assert.Equal(ResultReason.ItemNotFound, (await _server.Fail(version, new GetRequest { UniqueIdentifier = id })).ResultReason);
        Assert.Equal(State.Destroyed, await _server.StateAsync(id));
    }

    [Fact]
    public async Task Synology_registers_a_password_under_the_default_policy_and_reads_it_back()
    {
        KmipVersion version = KmipVersion.V1_2;
        byte[] password = "correct horse battery staple"u8.ToArray();
        using var request = new RegisterRequest
        {
            ObjectType = ObjectType.SecretData,
            Attributes = new AttributeList([Requests.Named("volume1")])
            {
                CryptographicUsageMask = CryptographicUsageMask.Verify,
                OperationPolicyName = "default",
            },
            Object = new SecretData
            {
                SecretDataType = SecretDataType.Password,
                KeyBlock = new KeyBlock { KeyFormatType = KeyFormatType.Opaque, KeyValue = KeyValue.FromBytes(password) },
            },
        };
        string id = (await _server.Send(version, request)).UniqueIdentifier.Text!;
        await _server.Send(version, new ActivateRequest { UniqueIdentifier = id });
        Assert.Equal([id], await _server.LocateAsync(version, new LocateRequest { Attributes = new AttributeList([Requests.Named("volume1")]) }));
        GetAttributeListResponse list = await _server.Send(version, new GetAttributeListRequest { UniqueIdentifier = id });
        Assert.Contains(KmipTag.OperationPolicyName, list.AttributeReferences.Select(reference => reference.Tag));
        Assert.DoesNotContain(KmipTag.CryptographicAlgorithm, list.AttributeReferences.Select(reference => reference.Tag));
        var policy = new GetAttributesRequest { UniqueIdentifier = id, AttributeReferences = [KmipTag.OperationPolicyName] };
        Assert.Equal("default", (await _server.Send(version, policy)).Attributes.OperationPolicyName);
        GetResponse got = await _server.Send(version, new GetRequest { UniqueIdentifier = id });
        Assert.Equal(password, Assert.IsType<SecretData>(got.Object).KeyBlock.KeyValue!.Material!.Bytes!.Span.ToArray());
    }
}
