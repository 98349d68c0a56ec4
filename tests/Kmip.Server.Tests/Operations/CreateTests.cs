using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations;

/// <summary>Create (KMIP 1.4 section 4.1, KMIP 2.1 section 6.1.8).</summary>
public sealed class CreateTests : IDisposable
{
    private readonly DispatcherFixture _server = new();

    public static TheoryData<int, int, int> BadLengths() => new(
        from bits in new[] { 0, 1, 127, 129, 255, 512, -1, -256, int.MaxValue, int.MinValue }
        from version in KmipVersion.Supported
        select (bits, version.Major, version.Minor));

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(CryptographicAlgorithm.AES, 128, 16)]
    [InlineData(CryptographicAlgorithm.AES, 192, 24)]
    [InlineData(CryptographicAlgorithm.AES, 256, 32)]
    [InlineData(CryptographicAlgorithm.DES3, 112, 16)]
    [InlineData(CryptographicAlgorithm.DES3, 168, 24)]
    [InlineData(CryptographicAlgorithm.DES3, 192, 24)]
    [InlineData(CryptographicAlgorithm.Camellia, 256, 32)]
    [InlineData(CryptographicAlgorithm.Blowfish, 448, 56)]
    [InlineData(CryptographicAlgorithm.CAST5, 128, 16)]
    [InlineData(CryptographicAlgorithm.IDEA, 128, 16)]
    [InlineData(CryptographicAlgorithm.SKIPJACK, 80, 10)]
    [InlineData(CryptographicAlgorithm.ChaCha20, 256, 32)]
    [InlineData(CryptographicAlgorithm.HMAC_SHA256, 512, 64)]
    [InlineData(CryptographicAlgorithm.HMAC_SHA512, 4096, 512)]
    public async Task A_key_has_the_algorithm_and_length_that_were_asked_for(CryptographicAlgorithm algorithm, int bits, int bytes)
    {
        CreateResponse created = await _server.Send(KmipVersion.V1_4, Key(algorithm, bits));
        Assert.Equal(ObjectType.SymmetricKey, created.ObjectType);
        GetResponse got = await _server.Send(KmipVersion.V1_4, new GetRequest { UniqueIdentifier = created.UniqueIdentifier });
        KeyBlock block = Assert.IsType<SymmetricKey>(got.Object).KeyBlock;
        Assert.Equal((KeyFormatType.Raw, algorithm, bits), (block.KeyFormatType, block.CryptographicAlgorithm, block.CryptographicLength));
        Assert.Equal(bytes, block.KeyValue!.Material!.Bytes!.Length);
        Assert.Null(block.KeyValue.Attributes);
    }

    [Fact]
    public async Task Keys_are_random()
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < 50; i++)
        {
            Assert.True(keys.Add(Convert.ToHexString(await _server.KeyAsync(await _server.CreateAsync()))));
        }
    }

    [Fact]
    public async Task Without_a_length_a_key_has_the_usual_one()
    {
        CreateRequest request = Requests.Aes();
        request.Attributes.CryptographicLength = null;
        string id = (await _server.Send(KmipVersion.V1_0, request)).UniqueIdentifier.Text!;
        Assert.Equal(32, (await _server.KeyAsync(id)).Length);
        Assert.Equal(256, (await _server.AttributesAsync(id)).CryptographicLength);
    }

    [Theory]
    [Trait("Abuse", "A38")]
    [MemberData(nameof(BadLengths))]
    public async Task An_impossible_length_is_refused_and_nothing_kept(int bits, int major, int minor) =>
        await RefusedAsync(Requests.Aes(bits), new KmipVersion(major, minor), ResultReason.InvalidAttributeValue);

    [Theory]
    [Trait("Abuse", "A38")]
    [InlineData(CryptographicAlgorithm.RSA, 1)]
    [InlineData(CryptographicAlgorithm.RSA, 2048)]
    [InlineData(CryptographicAlgorithm.RSA, 65536)]
    [InlineData(CryptographicAlgorithm.EC, 256)]
    [InlineData((CryptographicAlgorithm)0x7F, 256)]
    [InlineData((CryptographicAlgorithm)0x80000001, 256)]
    [InlineData(CryptographicAlgorithm.DES3, 256)]
    [InlineData(CryptographicAlgorithm.ChaCha20, 128)]
    [InlineData(CryptographicAlgorithm.HMAC_SHA256, 4104)]
    [InlineData(CryptographicAlgorithm.HMAC_SHA256, 72)]
    [InlineData(CryptographicAlgorithm.HMAC_SHA256, 129)]
    public async Task An_algorithm_without_such_symmetric_keys_is_refused_and_nothing_kept(CryptographicAlgorithm algorithm, int bits)
    {
        await RefusedAsync(Key(algorithm, bits), KmipVersion.V1_4, ResultReason.InvalidAttributeValue);
        await RefusedAsync(Key(algorithm, bits), KmipVersion.V2_1, ResultReason.InvalidAttributeValue);
    }

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task An_algorithm_is_needed(int major, int minor)
    {
        CreateRequest request = Requests.Aes();
        request.Attributes.CryptographicAlgorithm = null;
        await RefusedAsync(request, new KmipVersion(major, minor), ResultReason.InvalidAttribute);
    }

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task Without_a_usage_mask_a_key_has_an_empty_one(int major, int minor)
    {
        CreateRequest request = Requests.Aes();
        request.Attributes.CryptographicUsageMask = null;
        string id = (await _server.Send(new KmipVersion(major, minor), request)).UniqueIdentifier.Text!;
        Assert.Equal(default(CryptographicUsageMask), (await _server.AttributesAsync(id)).CryptographicUsageMask);
    }

    [Theory]
    [InlineData(ObjectType.SecretData)]
    [InlineData(ObjectType.PrivateKey)]
    [InlineData(ObjectType.OpaqueObject)]
    [InlineData((ObjectType)0x7F)]
    public async Task Only_symmetric_keys_are_created(ObjectType type)
    {
        CreateRequest request = Requests.Aes();
        request.ObjectType = type;
        await RefusedAsync(request, KmipVersion.V1_4, ResultReason.InvalidObjectType);
        await RefusedAsync(request, KmipVersion.V2_1, ResultReason.InvalidObjectType);
    }

    [Theory]
    [InlineData(-60, State.Active)]
    [InlineData(0, State.Active)]
    [InlineData(60, State.PreActive)]
    public async Task An_activation_date_that_has_come_makes_the_key_active(int seconds, State expected)
    {
        DateTimeOffset date = _server.Clock.GetUtcNow().AddSeconds(seconds);
        string id = await _server.CreateAsync(new KmipAttribute(KmipTag.ActivationDate, AttributeValue.DateTime(date)));
        Assert.Equal(expected, await _server.StateAsync(id));
        Assert.Equal(date, (await _server.AttributesAsync(id)).ActivationDate);
        _server.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(State.Active, await _server.StateAsync(id));
    }

    [Fact]
    public async Task A_deactivation_date_ends_the_active_state_by_itself()
    {
        DateTimeOffset now = _server.Clock.GetUtcNow();
        string id = await _server.CreateAsync(
            new KmipAttribute(KmipTag.ActivationDate, AttributeValue.DateTime(now.AddSeconds(10))),
            new KmipAttribute(KmipTag.DeactivationDate, AttributeValue.DateTime(now.AddSeconds(20))));
        Assert.Equal(State.PreActive, await _server.StateAsync(id));
        _server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(State.Active, await _server.StateAsync(id));
        Assert.Equal(ResultReason.WrongKeyLifecycleState, (await _server.Fail(KmipVersion.V2_1, new DestroyRequest { UniqueIdentifier = id })).ResultReason);
        _server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(State.Deactivated, await _server.StateAsync(id));
        await _server.Send(KmipVersion.V2_1, new DestroyRequest { UniqueIdentifier = id });
        Assert.Equal(State.Destroyed, await _server.StateAsync(id));
    }

    [Fact]
    public async Task Dates_that_contradict_each_other_are_refused()
    {
        DateTimeOffset now = _server.Clock.GetUtcNow();
        CreateRequest processing = Requests.Aes();
        processing.Attributes.ActivationDate = now;
        processing.Attributes.ProcessStartDate = now.AddSeconds(-1);
        await RefusedAsync(processing, KmipVersion.V1_4, ResultReason.InvalidAttributeValue);
        CreateRequest protecting = Requests.Aes();
        protecting.Attributes.ProtectStopDate = now.AddSeconds(2);
        protecting.Attributes.DeactivationDate = now.AddSeconds(1);
        await RefusedAsync(protecting, KmipVersion.V2_1, ResultReason.InvalidAttributeValue);
        protecting.Attributes.ProtectStopDate = now.AddSeconds(1);
        await _server.Send(KmipVersion.V2_1, protecting);
    }

    [Fact]
    public async Task Protection_other_than_by_software_cannot_be_asked_for()
    {
        CreateRequest request = Requests.Aes();
        request.ProtectionStorageMasks = new ProtectionStorageMasks { Masks = [ProtectionStorageMask.Hardware, ProtectionStorageMask.OnSystem] };
        await RefusedAsync(request, KmipVersion.V2_1, ResultReason.ProtectionStorageUnavailable);
        request.ProtectionStorageMasks.Masks.Add(ProtectionStorageMask.Software);
        await _server.Send(KmipVersion.V2_1, request);
    }

    [Fact]
    public async Task A_template_that_does_not_exist_is_not_found()
    {
        CreateRequest request = Requests.Aes();
        request.Attributes.TemplateNames.Add(new Name { NameValue = "template", NameType = NameType.UninterpretedTextString });
        Assert.Equal(ResultReason.ItemNotFound, (await _server.Fail(KmipVersion.V1_2, request)).ResultReason);
        Assert.Equal(0, _server.Store.Count);
    }

    private static CreateRequest Key(CryptographicAlgorithm algorithm, int bits)
    {
        CreateRequest request = Requests.Aes(bits);
        request.Attributes.CryptographicAlgorithm = algorithm;
        return request;
    }

    private async Task RefusedAsync(CreateRequest request, KmipVersion version, ResultReason modern)
    {
        ObjectSteps.AssertReason(await _server.Fail(version, request), version, modern, ResultReason.InvalidField);
        Assert.Equal(0, _server.Store.Count);
    }
}
