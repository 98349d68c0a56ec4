using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations;

/// <summary>Who may encrypt and decrypt with what, and when; and what is refused.</summary>
public sealed class CipherRules : IDisposable
{
    private static readonly byte[] Block = new byte[16];
    private static readonly CryptographicParameters Ecb = CipherFixture.Mode(BlockCipherMode.ECB);

    private readonly CipherFixture _cipher = new();

    private DateTimeOffset Now => _cipher.Server.Clock.GetUtcNow();

    [Theory]
    [InlineData(CryptographicUsageMask.Decrypt, false, true)]
    [InlineData(CryptographicUsageMask.Encrypt, true, false)]
    [InlineData(CryptographicUsageMask.MACGenerate, false, false)]
    public async Task The_usage_mask_decides(CryptographicUsageMask mask, bool encrypts, bool decrypts)
    {
        UniqueIdentifier id = await MaskedAsync(mask);
        foreach ((KmipVersion version, ResultReason reason) in new[]
        {
            (KmipVersion.V1_2, ResultReason.PermissionDenied), (KmipVersion.V2_1, ResultReason.IncompatibleCryptographicUsageMask),
        })
        {
            ResponseBatchItem encrypted = await SendAsync(version, CipherFixture.EncryptRequest(id, Block, Ecb, null, null));
            ResponseBatchItem decrypted = await SendAsync(version, CipherFixture.DecryptRequest(id, Block, Ecb, null, null, null));
            Assert.Equal(encrypts ? null : reason, encrypted.ResultReason);
            Assert.Equal(decrypts ? null : reason, decrypted.ResultReason);
        }
    }

    [Fact]
    public async Task A_key_without_a_usage_mask_does_nothing()
    {
        RegisterRequest request = Requests.RawKey(Block, CipherFixture.ActiveSince(Now));
        request.Attributes.CryptographicUsageMask = null;
        UniqueIdentifier id = (await _cipher.Server.Send(KmipVersion.V1_4, request)).UniqueIdentifier;

        Assert.Equal(ResultReason.IncompatibleCryptographicUsageMask, (await _cipher.FailEncrypt(id, Block, Ecb)).ResultReason);
    }

    [Fact]
    public async Task A_key_encrypts_only_while_active_and_decrypts_as_long_as_it_exists()
    {
        DispatcherFixture server = _cipher.Server;
        UniqueIdentifier id = (await server.Send(KmipVersion.V2_1, Requests.RawKey(Block))).UniqueIdentifier;
        await AssertMayAsync(id, encrypt: false, decrypt: false);
        await server.Send(KmipVersion.V2_1, new ActivateRequest { UniqueIdentifier = id });
        await AssertMayAsync(id, encrypt: true, decrypt: true);
        await server.Send(KmipVersion.V2_1, Requests.Revoke(id));
        await AssertMayAsync(id, encrypt: false, decrypt: true);
        await server.Send(KmipVersion.V2_1, Requests.Revoke(id, RevocationReasonCode.KeyCompromise));
        await AssertMayAsync(id, encrypt: false, decrypt: true);
        await server.Send(KmipVersion.V2_1, new DestroyRequest { UniqueIdentifier = id });
        await AssertMayAsync(id, encrypt: false, decrypt: false);
        Assert.Equal(ResultReason.PermissionDenied, (await _cipher.FailEncrypt(id, Block, Ecb, version: KmipVersion.V1_4)).ResultReason);
    }

    [Fact]
    public async Task Protect_stop_and_process_start_dates_are_kept()
    {
        UniqueIdentifier stopped = await _cipher.KeyAsync(Block, new KmipAttribute(KmipTag.ProtectStopDate, AttributeValue.DateTime(Now.AddMinutes(1))));
        UniqueIdentifier starting = await _cipher.KeyAsync(Block, new KmipAttribute(KmipTag.ProcessStartDate, AttributeValue.DateTime(Now.AddMinutes(1))));
        await AssertMayAsync(stopped, encrypt: true, decrypt: true);
        await AssertMayAsync(starting, encrypt: true, decrypt: false);
        _cipher.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        await AssertMayAsync(stopped, encrypt: false, decrypt: true);
        await AssertMayAsync(starting, encrypt: true, decrypt: true);
    }

    [Fact]
    public async Task Usage_limits_in_bytes_end_encryption_but_not_decryption()
    {
        UniqueIdentifier id = await LimitedAsync(33, UsageLimitsUnit.Byte);
        await _cipher.Encrypt(id, Block, Ecb);
        await _cipher.Encrypt(id, Block, Ecb);

        Assert.Equal(ResultReason.PermissionDenied, (await _cipher.FailEncrypt(id, Block, Ecb)).ResultReason);
        Assert.Equal(ResultReason.PermissionDenied, (await _cipher.FailEncrypt(id, Block, Ecb, version: KmipVersion.V1_2)).ResultReason);
        await _cipher.Decrypt(id, Block, Ecb);
        Assert.Equal(1, (await LimitsAsync(id)).UsageLimitsCount);
    }

    [Fact]
    public async Task Usage_limits_in_objects_count_requests_and_a_failed_one_costs_nothing()
    {
        UniqueIdentifier id = await LimitedAsync(2, UsageLimitsUnit.Object);
        await _cipher.Encrypt(id, Block, Ecb);
        await _cipher.FailEncrypt(id, [1], Ecb);
        Assert.Equal(1, (await LimitsAsync(id)).UsageLimitsCount);
        await _cipher.Encrypt(id, Block, Ecb);
        Assert.Equal(ResultReason.PermissionDenied, (await _cipher.FailEncrypt(id, Block, Ecb)).ResultReason);
    }

    [Fact]
    public async Task Concurrent_requests_cannot_take_more_than_the_limit()
    {
        UniqueIdentifier id = await LimitedAsync(10, UsageLimitsUnit.Object);
        RequestMessage request = Requests.Message(KmipVersion.V2_1, CipherFixture.EncryptRequest(id, Block, Ecb, null, null));
        byte[] bytes = request.Encode();

        byte[][] answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => _cipher.Server.SendBytes(bytes))));

        int succeeded = 0;
        foreach (byte[] answer in answers)
        {
            using ResponseMessage message = ResponseMessage.Decode(answer);
            succeeded += message.BatchItems[0].ResultStatus is ResultStatus.Success ? 1 : 0;
        }

        Assert.Equal(10, succeeded);
    }

    [Fact]
    public async Task Another_clients_key_does_not_exist()
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Block);
        _cipher.Server.Policy = new OwnerPolicy();
        _cipher.Server.Client = DispatcherFixture.Bob;

        ResponseBatchItem hidden = await _cipher.FailDecrypt(id, Block, Ecb);
        ResponseBatchItem absent = await _cipher.FailDecrypt("nothing", Block, Ecb);

        Assert.Equal(ResultReason.ObjectNotFound, hidden.ResultReason);
        Assert.Equal(absent.ResultMessage, hidden.ResultMessage);
    }

    [Fact]
    public async Task Objects_that_are_no_symmetric_key_are_refused()
    {
        var secret = new RegisterRequest
        {
            ObjectType = ObjectType.SecretData,
            Attributes = new AttributeList { CryptographicUsageMask = CipherFixture.Both, ActivationDate = Now },
            Object = new SecretData
            {
                SecretDataType = SecretDataType.Password,
                KeyBlock = new KeyBlock { KeyFormatType = KeyFormatType.Raw, KeyValue = KeyValue.FromBytes(Block) },
            },
        };
        UniqueIdentifier id = (await _cipher.Server.Send(KmipVersion.V2_1, secret)).UniqueIdentifier;

        Assert.Equal(ResultReason.InvalidObjectType, (await _cipher.FailEncrypt(id, Block, Ecb)).ResultReason);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    public async Task Versions_without_the_operations_do_not_have_them(int major, int minor)
    {
        // The payload cannot be encoded in these versions: the version of a 1.2 message is turned back.
        byte[] message = Requests.Message(KmipVersion.V1_2, CipherFixture.EncryptRequest("x", Block, Ecb, null, null)).Encode();
        Assert.Equal((1, 2), (message[35], message[51]));
        message[35] = (byte)major;
        message[51] = (byte)minor;

        ResponseBatchItem item = DispatcherFixture.Failed(await _cipher.Server.Exchange(message));

        Assert.Equal(ResultReason.OperationNotSupported, item.ResultReason);
    }

    public void Dispose() => _cipher.Dispose();

    private async Task<UniqueIdentifier> MaskedAsync(CryptographicUsageMask mask)
    {
        RegisterRequest request = Requests.RawKey(Block, CipherFixture.ActiveSince(Now));
        request.Attributes.CryptographicUsageMask = mask;
        return (await _cipher.Server.Send(KmipVersion.V1_4, request)).UniqueIdentifier;
    }

    private Task<UniqueIdentifier> LimitedAsync(long total, UsageLimitsUnit unit) => _cipher.KeyAsync(Block, new KmipAttribute(
        KmipTag.UsageLimits, AttributeValue.Structure(new UsageLimits { UsageLimitsTotal = total, UsageLimitsCount = total + 5, UsageLimitsUnit = unit })));

    private async Task<UsageLimits> LimitsAsync(UniqueIdentifier id)
    {
        GetAttributesResponse response = await _cipher.Server.Send(KmipVersion.V2_1, new GetAttributesRequest { UniqueIdentifier = id });
        return response.Attributes.UsageLimits!;
    }

    private async Task AssertMayAsync(UniqueIdentifier id, bool encrypt, bool decrypt)
    {
        ResponseBatchItem encrypted = await SendAsync(KmipVersion.V2_1, CipherFixture.EncryptRequest(id, Block, Ecb, null, null));
        ResponseBatchItem decrypted = await SendAsync(KmipVersion.V2_1, CipherFixture.DecryptRequest(id, Block, Ecb, null, null, null));
        Assert.Equal(encrypt ? null : ResultReason.WrongKeyLifecycleState, encrypted.ResultReason);
        Assert.Equal(decrypt ? null : ResultReason.WrongKeyLifecycleState, decrypted.ResultReason);
    }

    private async Task<ResponseBatchItem> SendAsync<TRequest, TResponse>(KmipVersion version, IKmipRequest<TRequest, TResponse> payload)
        where TRequest : IKmipRequest<TRequest, TResponse>
        where TResponse : IKmipResponse<TResponse> =>
        Assert.Single((await _cipher.Server.Send(Requests.Message(version, payload))).BatchItems);
}
