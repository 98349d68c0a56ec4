using Kmip.Protocol.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Protocol.Tests.Objects;

/// <summary>Secrets are zeroed when their owner is disposed, and no text shows them.</summary>
public sealed class SecretTests
{
    [Fact]
    public void A_buffer_is_zeroed_and_closed_when_disposed()
    {
        SecretBuffer buffer = SecretBuffer.CopyOf([1, 2, 3]);
        Memory<byte> memory = buffer.Memory;
        buffer.Dispose();
        Assert.Equal(new byte[3], memory.ToArray());
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
        Assert.Equal(3, buffer.Length);
    }

    [Fact]
    public void The_text_of_a_buffer_has_its_length_only()
    {
        using SecretBuffer buffer = SecretBuffer.FromText("pässword");
        Assert.Equal("[secret, 9 bytes]", buffer.ToString());
        Assert.True(buffer.FixedTimeEquals("pässword"u8));
        Assert.False(buffer.FixedTimeEquals("password1"u8));
    }

    [Fact]
    public void Disposing_a_message_zeroes_its_keys_and_passwords()
    {
        ResponseMessage response = new();
        response.BatchItems.Add(new ResponseBatchItem { Operation = Operation.Get, Payload = Key() });
        RequestMessage request = new() { Header = { Authentication = new Authentication { Credentials = [Credential()] } } };
        request.BatchItems.Add(RequestBatchItem.For(new EncryptRequest { Data = SecretBuffer.CopyOf([5]) }));
        List<Memory<byte>> secrets =
        [
            ((GetResponse)response.BatchItems[0].Payload!).Object!.FindKeyBlock()!.KeyValue!.Material!.Bytes!.Memory,
            ((UsernamePasswordCredential)request.Header.Authentication!.Credentials[0].CredentialValue!).Password!.Memory,
            ((EncryptRequest)request.BatchItems[0].Payload!).Data!.Memory,
        ];
        response.Dispose();
        request.Dispose();
        Assert.All(secrets, secret => Assert.All(secret.ToArray(), value => Assert.Equal(0, value)));
    }

    [Fact]
    public void Disposing_a_transparent_key_zeroes_its_secret_numbers()
    {
        TransparentRSAPrivateKey key = new() { Modulus = 35, PrivateExponent = SecretBuffer.CopyOf([0, 0, 0, 0, 0, 0, 0, 5]), P = SecretBuffer.CopyOf([7]) };
        Memory<byte>[] secrets = [key.PrivateExponent.Memory, key.P.Memory];
        KeyMaterial.FromKey(key).Dispose();
        Assert.All(secrets, secret => Assert.All(secret.ToArray(), value => Assert.Equal(0, value)));
    }

    [Fact]
    public void No_text_of_a_message_shows_a_secret()
    {
        using GetResponse response = Key();
        using Credential credential = Credential();
        KeyBlock block = response.Object!.FindKeyBlock()!;
        object[] all = [response, response.Object, block, block.KeyValue!, block.KeyValue!.Material!, block.KeyValue.Material!.Bytes!, credential, credential.CredentialValue!];
        Assert.All(all, value => Assert.DoesNotContain("canary", value.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_error_of_a_bad_key_block_does_not_show_the_key()
    {
        byte[] encoded = Codec.Encode(Key(), KmipVersion.V1_2);
        int place = encoded.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x42, 0x00, 0x28]);
        encoded[place + 2] = 0x27;
        TtlvException error = Assert.Throws<TtlvException>(() => Codec.Decode<GetResponse>(encoded, KmipVersion.V1_2));
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private static GetResponse Key() => new()
    {
        ObjectType = ObjectType.SymmetricKey,
        UniqueIdentifier = "1",
        Object = new SymmetricKey
        {
            KeyBlock = { KeyFormatType = KeyFormatType.Raw, KeyValue = KeyValue.FromBytes("canary-canary-16"u8), CryptographicAlgorithm = CryptographicAlgorithm.AES, CryptographicLength = 128 },
        },
    };

    private static Credential Credential() => new()
    {
        CredentialType = CredentialType.UsernameAndPassword,
        CredentialValue = new UsernamePasswordCredential { Username = "user", Password = SecretBuffer.FromText("canary") },
    };
}
