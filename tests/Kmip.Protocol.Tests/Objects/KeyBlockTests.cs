using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kmip.Protocol.Tests.Support;

namespace Kmip.Protocol.Tests.Objects;

/// <summary>Key blocks of every form survive encoding and decoding in every version.</summary>
public sealed class KeyBlockTests
{
    [Property(MaxTest = 100)]
    public bool A_block_of_bytes_survives(byte[] material, ushort length, bool wrapped)
    {
        using KeyBlock block = new()
        {
            KeyFormatType = KeyFormatType.Raw,
            KeyValue = wrapped ? KeyValue.FromWrapped(SecretBuffer.CopyOf(material)) : KeyValue.FromBytes(material),
            CryptographicAlgorithm = CryptographicAlgorithm.AES,
            CryptographicLength = length,
            KeyWrappingData = wrapped ? new KeyWrappingData { WrappingMethod = WrappingMethod.Encrypt, IVCounterNonce = material } : null,
        };
        return KmipVersion.Supported.All(version =>
        {
            using KeyBlock again = Codec.Again(block, version);
            SecretBuffer? bytes = wrapped ? again.KeyValue!.Wrapped : again.KeyValue!.Material!.Bytes;
            return bytes!.Span.SequenceEqual(material) && again.CryptographicLength == length && (again.KeyWrappingData is not null) == wrapped
                && Codec.Encode(again, version).AsSpan().SequenceEqual(Codec.Encode(block, version));
        });
    }

    [Property(MaxTest = 100)]
    public bool A_block_of_numbers_survives(BigInteger modulus, BigInteger exponent, long secret)
    {
        byte[] number = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(number, secret);
        using KeyBlock block = new()
        {
            KeyFormatType = KeyFormatType.TransparentRSAPrivateKey,
            KeyValue = new KeyValue(KeyMaterial.FromKey(new TransparentRSAPrivateKey { Modulus = modulus, PublicExponent = exponent, PrivateExponent = SecretBuffer.CopyOf(number) })),
        };
        return KmipVersion.Supported.All(version =>
        {
            using KeyBlock again = Codec.Again(block, version);
            return again.KeyValue!.Material!.Key is TransparentRSAPrivateKey key && key.Modulus == modulus && key.PublicExponent == exponent
                && key.PrivateExponent!.Span.SequenceEqual(number);
        });
    }

    [Property(MaxTest = 100)]
    public Property Attributes_inside_a_key_value_survive()
    {
        Arbitrary<AttributeList> lists = Generators.AttributeLists();
        return Prop.ForAll(lists, list => KmipVersion.Supported.All(version =>
        {
            using KeyBlock block = new() { KeyFormatType = KeyFormatType.Raw, KeyValue = KeyValue.FromBytes([1]) };
            block.KeyValue.Attributes = list;
            using KeyBlock again = Codec.Again(block, version);
            return Generators.SameWhereDefined(list, again.KeyValue!.Attributes ?? [], version);
        }));
    }

    [Fact]
    public void A_structure_without_a_model_is_kept()
    {
        using KeyBlock block = new() { KeyFormatType = KeyFormatType.TransparentECPrivateKey, KeyValue = new KeyValue(KeyMaterial.FromKey(new TransparentECPrivateKey { RecommendedCurve = RecommendedCurve.P_256, D = SecretBuffer.CopyOf([1]) })) };
        byte[] encoded = Codec.Encode(block, KmipVersion.V1_3);
        int place = encoded.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x42, 0x00, 0x42]);
        encoded[place + 8] = 0x80; // an extension among the key formats
        using KeyBlock again = Codec.Decode<KeyBlock>(encoded, KmipVersion.V1_3);
        Assert.NotNull(again.KeyValue!.Material!.Structure);
        Assert.Equal(encoded, Codec.Encode(again, KmipVersion.V1_3));
    }
}
