using Kmip.Protocol;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Operations;

/// <summary>Register (KMIP 1.4 section 4.3, KMIP 2.1 section 6.1.43).</summary>
public sealed class RegisterTests : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly DispatcherFixture _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task A_key_comes_back_as_it_was_registered(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        using RegisterRequest request = Requests.RawKey(Key);
        string id = (await _server.Send(version, request)).UniqueIdentifier.Text!;
        Assert.Equal(Key, await _server.KeyAsync(id, version));
        Assert.Equal(State.PreActive, await _server.StateAsync(id));
    }

    [Fact]
    public async Task What_only_the_key_block_says_becomes_an_attribute()
    {
        using RegisterRequest request = Requests.RawKey(Key);
        AttributeList attributes = await _server.AttributesAsync((await _server.Send(KmipVersion.V1_2, request)).UniqueIdentifier.Text!);
        Assert.Equal((CryptographicAlgorithm.AES, 256), (attributes.CryptographicAlgorithm, attributes.CryptographicLength));
    }

    [Fact]
    public async Task What_only_the_attributes_say_is_in_the_key_block_of_a_Get()
    {
        using RegisterRequest request = Requests.RawKey(Key);
        KeyBlock block = request.Object!.FindKeyBlock()!;
        block.CryptographicAlgorithm = null;
        block.CryptographicLength = null;
        request.Attributes.CryptographicAlgorithm = CryptographicAlgorithm.AES;
        request.Attributes.CryptographicLength = 256;
        GetResponse got = await _server.Send(
            KmipVersion.V1_0, new GetRequest { UniqueIdentifier = (await _server.Send(KmipVersion.V1_0, request)).UniqueIdentifier });
        KeyBlock returned = got.Object!.FindKeyBlock()!;
        Assert.Equal((CryptographicAlgorithm.AES, 256), (returned.CryptographicAlgorithm, returned.CryptographicLength));
    }

    [Fact]
    public async Task Attributes_inside_the_key_value_do_not_come_back_inside_it()
    {
        using RegisterRequest request = Requests.RawKey(Key);
        request.Object!.FindKeyBlock()!.KeyValue!.Attributes = new AttributeList([Requests.Named("inside")]);
        GetResponse got = await _server.Send(
            KmipVersion.V1_0, new GetRequest { UniqueIdentifier = (await _server.Send(KmipVersion.V1_0, request)).UniqueIdentifier });
        Assert.Null(got.Object!.FindKeyBlock()!.KeyValue!.Attributes);
    }

    [Theory]
    [MemberData(nameof(Requests.Versions), MemberType = typeof(Requests))]
    public async Task An_object_of_another_type_than_said_is_refused(int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        using RegisterRequest request = Requests.RawKey(Key);
        request.ObjectType = ObjectType.SecretData;
        Assert.Equal(ResultReason.InvalidField, (await _server.Fail(version, request)).ResultReason);
        Assert.Equal(0, _server.Store.Count);
    }

    [Theory]
    [InlineData(128, null)]
    [InlineData(null, 128)]
    [InlineData(256, 128)]
    [InlineData(-256, null)]
    [InlineData(int.MaxValue, null)]
    public async Task A_key_of_another_length_than_said_is_refused(int? block, int? attribute)
    {
        using RegisterRequest request = Requests.RawKey(Key);
        request.Object!.FindKeyBlock()!.CryptographicLength = block;
        request.Attributes.CryptographicLength = attribute;
        Assert.Equal(ResultReason.InvalidField, (await _server.Fail(KmipVersion.V1_4, request)).ResultReason);
        Assert.Equal(0, _server.Store.Count);
    }

    [Fact]
    public async Task An_empty_key_and_another_algorithm_than_said_are_refused()
    {
        using RegisterRequest empty = Requests.RawKey([]);
        Assert.Equal(ResultReason.InvalidField, (await _server.Fail(KmipVersion.V1_4, empty)).ResultReason);
        using RegisterRequest other = Requests.RawKey(Key);
        other.Attributes.CryptographicAlgorithm = CryptographicAlgorithm.DES3;
        Assert.Equal(ResultReason.InvalidField, (await _server.Fail(KmipVersion.V1_4, other)).ResultReason);
        Assert.Equal(0, _server.Store.Count);
    }

    [Theory]
    [InlineData(112, 16)]
    [InlineData(168, 24)]
    [InlineData(192, 24)]
    public async Task A_triple_DES_key_is_as_long_as_with_its_parity_bits(int bits, int bytes)
    {
        using RegisterRequest request = Requests.RawKey(Key.AsSpan(0, bytes));
        request.Object!.FindKeyBlock()!.CryptographicAlgorithm = CryptographicAlgorithm.DES3;
        request.Object!.FindKeyBlock()!.CryptographicLength = bits;
        string id = (await _server.Send(KmipVersion.V1_2, request)).UniqueIdentifier.Text!;
        Assert.Equal(bytes, (await _server.KeyAsync(id)).Length);
    }

    [Fact]
    public async Task A_wrapped_key_is_kept_as_it_is_and_linked_to_what_wrapped_it()
    {
        using var request = new RegisterRequest
        {
            ObjectType = ObjectType.SymmetricKey,
            Attributes = new AttributeList { CryptographicUsageMask = CryptographicUsageMask.Encrypt },
            Object = new SymmetricKey
            {
                KeyBlock = new KeyBlock
                {
                    KeyFormatType = KeyFormatType.Raw,
                    KeyValue = KeyValue.FromWrapped(SecretBuffer.CopyOf(new byte[40])),
                    CryptographicAlgorithm = CryptographicAlgorithm.AES,
                    CryptographicLength = 256,
                    KeyWrappingData = new KeyWrappingData
                    {
                        WrappingMethod = WrappingMethod.Encrypt,
                        EncryptionKeyInformation = new EncryptionKeyInformation { UniqueIdentifier = "wrapping-key" },
                    },
                },
            },
        };
        string id = (await _server.Send(KmipVersion.V1_4, request)).UniqueIdentifier.Text!;
        AttributeList attributes = await _server.AttributesAsync(id);
        Link link = Assert.Single(attributes.Links);
        Assert.Equal((LinkType.WrappingKeyLink, "wrapping-key"), (link.LinkType, link.LinkedObjectIdentifier.Text));
        Assert.Empty(attributes.Digests);

        GetResponse got = await _server.Send(KmipVersion.V1_4, new GetRequest { UniqueIdentifier = id });
        Assert.Equal(40, got.Object!.FindKeyBlock()!.KeyValue!.Wrapped!.Length);
        ResponseBatchItem plain = await _server.Fail(KmipVersion.V1_4, new GetRequest { UniqueIdentifier = id, KeyWrapType = KeyWrapType.NotWrapped });
        Assert.Equal(ResultReason.FeatureNotSupported, plain.ResultReason);
    }

    [Fact]
    public async Task A_certificate_has_its_type_length_and_digest()
    {
        byte[] value = [0x30, 0x03, 0x02, 0x01, 0x05];
        using var request = new RegisterRequest
        {
            ObjectType = ObjectType.Certificate,
            Attributes = new AttributeList { CertificateLength = 5 },
            Object = new Certificate { CertificateType = CertificateType.X_509, CertificateValue = value },
        };
        string id = (await _server.Send(KmipVersion.V2_1, request)).UniqueIdentifier.Text!;
        AttributeList attributes = await _server.AttributesAsync(id);
        Assert.Equal((CertificateType.X_509, 5), (attributes.CertificateType, attributes.CertificateLength));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(value), Assert.Single(attributes.Digests).DigestValue);

        request.Attributes.CertificateLength = 6;
        Assert.Equal(ResultReason.InvalidAttributeValue, (await _server.Fail(KmipVersion.V2_1, request)).ResultReason);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task A_client_may_say_that_an_object_is_not_fresh(bool? given, bool expected)
    {
        using RegisterRequest request = Requests.RawKey(Key);
        request.Attributes.Fresh = given;
        string id = (await _server.Send(KmipVersion.V1_2, request)).UniqueIdentifier.Text!;
        Assert.Equal(expected, (await _server.AttributesAsync(id)).Fresh);
    }

    [Fact]
    public async Task A_key_without_a_value_is_refused()
    {
        using RegisterRequest request = Requests.RawKey(Key);
        request.Object!.FindKeyBlock()!.KeyValue = null;
        Assert.Equal(ResultReason.InvalidField, (await _server.Fail(KmipVersion.V1_4, request)).ResultReason);
        Assert.Equal(0, _server.Store.Count);
    }

    [Fact]
    public async Task A_template_is_not_kept()
    {
        using var request = new RegisterRequest { ObjectType = ObjectType.Template, Object = new Template { Attributes = new AttributeList([Requests.Named("t")]) } };
        Assert.Equal(ResultReason.FeatureNotSupported, (await _server.Fail(KmipVersion.V1_2, request)).ResultReason);
        Assert.Equal(0, _server.Store.Count);
    }
}
