using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations.Clients;

/// <summary>MongoDB Enterprise (encryption at rest) and the MongoDB drivers (client-side encryption).</summary>
public sealed class MongoClients : IDisposable
{
    private readonly DispatcherFixture _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 0)]
    public async Task Enterprise_creates_activates_polls_and_fetches_its_master_key(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        string id = (await _server.Send(version, Requests.Aes())).UniqueIdentifier.Text!;
        await _server.Send(version, new ActivateRequest { UniqueIdentifier = id });
        var poll = new GetAttributesRequest { UniqueIdentifier = id, AttributeReferences = [KmipTag.State] };
        KmipAttribute state = Assert.Single((await _server.Send(version, poll)).Attributes);
        Assert.Equal((uint)State.Active, state.Value.AsEnumeration);
        GetResponse got = await _server.Send(version, new GetRequest { UniqueIdentifier = id });
        KeyBlock block = Assert.IsType<SymmetricKey>(got.Object).KeyBlock;
        Assert.Equal((KeyFormatType.Raw, CryptographicAlgorithm.AES, 256), (block.KeyFormatType, block.CryptographicAlgorithm, block.CryptographicLength));
        Assert.Equal(32, block.KeyValue!.Material!.Bytes!.Length);
    }

    [Fact]
    public async Task Enterprise_that_never_activates_fetches_a_pre_active_key()
    {
        string id = (await _server.Send(KmipVersion.V1_2, Requests.Aes())).UniqueIdentifier.Text!;
        Assert.Equal(32, (await _server.KeyAsync(id, KmipVersion.V1_2)).Length);
        Assert.Equal(State.PreActive, await _server.StateAsync(id));
    }

    [Theory]
    [InlineData(KeyFormatType.Opaque, true)]
    [InlineData(KeyFormatType.Raw, false)]
    public async Task A_driver_registers_a_secret_with_an_empty_usage_mask_or_none(KeyFormatType format, bool mask)
    {
        byte[] secret = [.. Enumerable.Range(0, 96).Select(i => (byte)i)];
        string id = (await SendAsync<RegisterResponse>(Operation.Register, writer => WriteRegister(writer, secret, format, mask))).UniqueIdentifier.Text!;
        await SendAsync<ActivateResponse>(Operation.Activate, writer => writer.WriteTextString(KmipTag.UniqueIdentifier, id));
        GetResponse got = await SendAsync<GetResponse>(Operation.Get, writer => writer.WriteTextString(KmipTag.UniqueIdentifier, id));

        SecretData data = Assert.IsType<SecretData>(got.Object);
        Assert.Equal((SecretDataType.Seed, format), (data.SecretDataType, data.KeyBlock.KeyFormatType));
        Assert.Equal(secret, data.KeyBlock.KeyValue!.Material!.Bytes!.Span.ToArray());
        Assert.Equal((State.Active, default(CryptographicUsageMask)), (await _server.StateAsync(id), (await _server.AttributesAsync(id)).CryptographicUsageMask));
    }

    [Fact]
    public async Task A_driver_creates_a_key_with_1_2_and_activates_it_with_1_0()
    {
        string id = (await _server.Send(KmipVersion.V1_2, Requests.Aes())).UniqueIdentifier.Text!;
        await _server.Send(KmipVersion.V1_0, new ActivateRequest { UniqueIdentifier = id });
        Assert.Equal(State.Active, await _server.StateAsync(id));
    }

    private static void WriteRegister(TtlvWriter writer, byte[] secret, KeyFormatType format, bool mask)
    {
        writer.WriteEnumeration(KmipTag.ObjectType, ObjectType.SecretData);
        writer.Template(attributes =>
        {
            if (mask)
            {
                attributes.Attribute("Cryptographic Usage Mask", 0);
            }
        });
        using (writer.BeginStructure(KmipTag.SecretData))
        {
            writer.WriteEnumeration(KmipTag.SecretDataType, SecretDataType.Seed);
            using (writer.BeginStructure(KmipTag.KeyBlock))
            {
                writer.WriteEnumeration(KmipTag.KeyFormatType, format);
                using (writer.BeginStructure(KmipTag.KeyValue))
                {
                    writer.WriteByteString(KmipTag.KeyMaterial, secret);
                }
            }
        }
    }

    private async Task<TResponse> SendAsync<TResponse>(Operation operation, Action<TtlvWriter> payload)
    {
        byte[] request = Wire.Request(KmipVersion.V1_0, 1, _ => { }, batch => batch.Item(operation, payload));
        return Assert.IsType<TResponse>(Assert.Single((await _server.Exchange(request)).BatchItems).Payload);
    }
}
