using Kmip.Protocol;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Operations;

/// <summary>What Encrypt and Decrypt do not do, and what they say to bad data.</summary>
public sealed class CipherRefusals : IDisposable
{
    private static readonly byte[] Block = new byte[16];
    private readonly CipherFixture _cipher = new();

    [Theory]
    [InlineData(BlockCipherMode.CFB)]
    [InlineData(BlockCipherMode.OFB)]
    [InlineData(BlockCipherMode.XTS)]
    [InlineData(BlockCipherMode.CCM)]
    [InlineData(BlockCipherMode.NISTKeyWrap)]
    public async Task Modes_that_are_not_there_are_named_as_such(BlockCipherMode mode)
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Block);

        ResponseBatchItem failed = await _cipher.FailEncrypt(id, Block, CipherFixture.Mode(mode), Block);

        Assert.Equal(ResultReason.UnsupportedCryptographicParameters, failed.ResultReason);
        Assert.Contains("CBC, ECB, CTR and GCM", failed.ResultMessage!, StringComparison.Ordinal);
        Assert.Equal(ResultReason.FeatureNotSupported, (await _cipher.FailEncrypt(id, Block, CipherFixture.Mode(mode), Block, version: KmipVersion.V1_2)).ResultReason);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    public async Task Gcm_is_refused_where_no_field_could_carry_the_tag(int major, int minor)
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Block);

        ResponseBatchItem failed = await _cipher.FailEncrypt(id, Block, CipherFixture.Mode(BlockCipherMode.GCM), version: new KmipVersion(major, minor));

        Assert.Equal(ResultReason.FeatureNotSupported, failed.ResultReason);
        Assert.Contains("1.4", failed.ResultMessage!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PaddingMethod.ISO10126)]
    [InlineData(PaddingMethod.Zeros)]
    [InlineData(PaddingMethod.ANSIX9_23)]
    public async Task Paddings_that_are_not_there_are_named_as_such(PaddingMethod padding)
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Block);

        ResponseBatchItem failed = await _cipher.FailEncrypt(id, Block, CipherFixture.Mode(BlockCipherMode.CBC, padding), Block);

        Assert.Equal(ResultReason.UnsupportedCryptographicParameters, failed.ResultReason);
    }

    [Theory]
    [InlineData(BlockCipherMode.CBC, 0, ResultReason.BadCryptographicParameters)]
    [InlineData(BlockCipherMode.CBC, 12, ResultReason.BadCryptographicParameters)]
    [InlineData(BlockCipherMode.CTR, 17, ResultReason.BadCryptographicParameters)]
    [InlineData(BlockCipherMode.GCM, 8, ResultReason.UnsupportedCryptographicParameters)]
    [InlineData(BlockCipherMode.GCM, 16, ResultReason.UnsupportedCryptographicParameters)]
    public async Task An_initialization_vector_of_another_length_is_refused(BlockCipherMode mode, int length, ResultReason reason)
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Block);

        Assert.Equal(reason, (await _cipher.FailEncrypt(id, Block, CipherFixture.Mode(mode), new byte[length])).ResultReason);
        Assert.Equal(reason, (await _cipher.FailDecrypt(id, Block, CipherFixture.Mode(mode), new byte[length], tag: mode is BlockCipherMode.GCM ? Block : null)).ResultReason);
    }

    [Fact]
    public async Task What_is_missing_is_an_invalid_message()
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Block);
        var noData = new EncryptRequest { UniqueIdentifier = id };

        Assert.Equal(ResultReason.InvalidMessage, (await _cipher.Server.Fail(KmipVersion.V2_1, noData)).ResultReason);
        Assert.Equal(ResultReason.InvalidMessage, (await _cipher.FailEncrypt(id, Block, CipherFixture.Mode(BlockCipherMode.CBC, randomIV: false))).ResultReason);
        Assert.Equal(ResultReason.InvalidMessage, (await _cipher.FailDecrypt(id, Block, CipherFixture.Mode(BlockCipherMode.CBC))).ResultReason);
        Assert.Equal(ResultReason.InvalidMessage, (await _cipher.FailDecrypt(id, Block, CipherFixture.Mode(BlockCipherMode.GCM), new byte[12])).ResultReason);
    }

    [Fact]
    public async Task Operations_in_parts_are_refused()
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Block);
        foreach (Action<EncryptRequest> part in new Action<EncryptRequest>[]
        {
            request => request.InitIndicator = true, request => request.FinalIndicator = true, request => request.CorrelationValue = [1],
        })
        {
            EncryptRequest request = CipherFixture.EncryptRequest(id, Block, CipherFixture.Mode(BlockCipherMode.ECB), null, null);
            part(request);
            Assert.Equal(ResultReason.FeatureNotSupported, (await _cipher.Server.Fail(KmipVersion.V1_4, request)).ResultReason);
        }
    }

    [Fact]
    public async Task Additional_data_and_tags_are_not_silently_left_out()
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Block);

        Assert.Equal(ResultReason.BadCryptographicParameters, (await _cipher.FailEncrypt(id, Block, CipherFixture.Mode(BlockCipherMode.CBC), Block, [1])).ResultReason);
        Assert.Equal(ResultReason.BadCryptographicParameters, (await _cipher.FailDecrypt(id, Block, CipherFixture.Mode(BlockCipherMode.CBC), Block, tag: Block)).ResultReason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(17)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task Tag_lengths_that_gcm_does_not_have_are_refused(int length)
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Block);

        Assert.Equal(ResultReason.GeneralFailure, (await _cipher.FailEncrypt(id, Block, CipherFixture.Mode(BlockCipherMode.GCM, tagLength: length))).ResultReason);
    }

    [Fact]
    public async Task An_algorithm_that_is_not_the_keys_is_refused()
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Block);
        CryptographicParameters parameters = CipherFixture.Mode(BlockCipherMode.CBC);
        parameters.CryptographicAlgorithm = CryptographicAlgorithm.DES3;

        Assert.Equal(ResultReason.BadCryptographicParameters, (await _cipher.FailEncrypt(id, Block, parameters)).ResultReason);
    }

    [Fact]
    public async Task Keys_of_other_algorithms_are_refused()
    {
        var request = new CreateRequest
        {
            ObjectType = ObjectType.SymmetricKey,
            Attributes = new AttributeList
            {
                CryptographicAlgorithm = CryptographicAlgorithm.ChaCha20,
                CryptographicLength = 256,
                CryptographicUsageMask = CipherFixture.Both,
                ActivationDate = _cipher.Server.Clock.GetUtcNow(),
            },
        };
        UniqueIdentifier id = (await _cipher.Server.Send(KmipVersion.V2_1, request)).UniqueIdentifier;

        ResponseBatchItem failed = await _cipher.FailEncrypt(id, Block);

        Assert.Equal(ResultReason.UnsupportedCryptographicParameters, failed.ResultReason);
        Assert.Contains("AES", failed.ResultMessage!, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Abuse", "A71")]
    public async Task Every_failed_decryption_says_the_same()
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Block);
        CryptographicParameters cbc = CipherFixture.Mode(BlockCipherMode.CBC, PaddingMethod.PKCS5);
        CryptographicParameters bare = CipherFixture.Mode(BlockCipherMode.CBC, PaddingMethod.None);
        CryptographicParameters gcm = CipherFixture.Mode(BlockCipherMode.GCM);
        EncryptResponse good = await _cipher.Encrypt(id, [1, 2, 3], gcm, new byte[12]);
        List<ResponseBatchItem> failures = [];

        // Wrong lengths, and every last byte that is no padding.
        failures.Add(await _cipher.FailDecrypt(id, [], cbc, Block));
        failures.Add(await _cipher.FailDecrypt(id, new byte[15], cbc, Block));
        failures.Add(await _cipher.FailDecrypt(id, new byte[17], bare, Block));
        foreach (byte[] padded in BadPaddings())
        {
            byte[] ciphertext = (await _cipher.Encrypt(id, padded, bare, Block)).Data!;
            failures.Add(await _cipher.FailDecrypt(id, ciphertext, cbc, Block));
            byte[] ecb = (await _cipher.Encrypt(id, padded, CipherFixture.Mode(BlockCipherMode.ECB))).Data!;
            failures.Add(await _cipher.FailDecrypt(id, ecb, CipherFixture.Mode(BlockCipherMode.ECB, PaddingMethod.PKCS5)));
        }

        // Wrong tags: every bit, and every length.
        for (int bit = 0; bit < 128; bit += 5)
        {
            byte[] tag = [.. good.AuthenticatedEncryptionTag!];
            tag[bit / 8] ^= (byte)(1 << (bit % 8));
            failures.Add(await _cipher.FailDecrypt(id, good.Data!, gcm, new byte[12], tag: tag));
        }

        for (int length = 0; length < 20; length++)
        {
            if (length != 16)
            {
                byte[] tag = [.. good.AuthenticatedEncryptionTag!.Concat(new byte[4]).Take(length)];
                failures.Add(await _cipher.FailDecrypt(id, good.Data!, gcm, new byte[12], tag: tag));
            }
        }

        failures.Add(await _cipher.FailDecrypt(id, [9, 9, 9], gcm, new byte[12], tag: good.AuthenticatedEncryptionTag));
        failures.Add(await _cipher.FailDecrypt(id, [], gcm, new byte[12], tag: good.AuthenticatedEncryptionTag));
        Assert.True(failures.Count > 60);
        Assert.Single(failures.Select(failure => (failure.ResultReason, failure.ResultMessage)).Distinct());
        Assert.Equal(ResultReason.CryptographicFailure, failures[0].ResultReason);
        await _cipher.Server.AssertAlive();
    }

    [Fact]
    [Trait("Abuse", "A74")]
    public async Task Data_of_any_length_is_encrypted_or_refused_with_a_reason()
    {
        UniqueIdentifier id = await _cipher.KeyAsync(Block);
        CryptographicParameters cbc = CipherFixture.Mode(BlockCipherMode.CBC, PaddingMethod.PKCS5);
        byte[] large = new byte[1_048_000];
        new Random(3).NextBytes(large);

        EncryptResponse encrypted = await _cipher.Encrypt(id, large, cbc);
        Assert.Equal(large, await _cipher.Decrypt(id, encrypted.Data!, cbc, encrypted.IVCounterNonce));
        Assert.Equal(16, (await _cipher.Encrypt(id, [], cbc)).Data!.Length);
        Assert.Empty((await _cipher.Encrypt(id, [], CipherFixture.Mode(BlockCipherMode.CBC))).Data!);
        Assert.Empty((await _cipher.Encrypt(id, [], CipherFixture.Mode(BlockCipherMode.GCM))).Data!);

        ResponseBatchItem failed = await _cipher.FailEncrypt(id, new byte[15], CipherFixture.Mode(BlockCipherMode.CBC));
        Assert.Equal(ResultReason.CryptographicFailure, failed.ResultReason);
        Assert.Contains("PKCS5", failed.ResultMessage!, StringComparison.Ordinal);
        await _cipher.Server.AssertAlive();
    }

    public void Dispose() => _cipher.Dispose();

    // The blocks that no padding ends: 0, 17 and more, and a wrong byte in each place of each padding.
    private static IEnumerable<byte[]> BadPaddings()
    {
        yield return [.. new byte[15], 0];
        yield return [.. Enumerable.Repeat((byte)17, 16)];
        yield return [.. Enumerable.Repeat((byte)255, 16)];
        for (int count = 2; count <= 16; count += 7)
        {
            for (int place = 2; place <= count; place++)
            {
                byte[] block = [.. Enumerable.Repeat((byte)count, 16)];
                block[^place] ^= 0x80;
                yield return block;
            }
        }
    }
}
