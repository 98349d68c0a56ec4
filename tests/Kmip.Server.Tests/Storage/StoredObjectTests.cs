using Kmip.Protocol;

namespace Kmip.Server.Tests.Storage;

/// <summary>Managed objects as the bytes a store keeps.</summary>
public sealed class StoredObjectTests
{
    [Fact]
    public void Disposing_zeroes_the_bytes()
    {
        var stored = StoredObject.FromBytes([1, 2, 3, 4], KmipVersion.V2_1);
        Span<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(
            ref System.Runtime.InteropServices.MemoryMarshal.GetReference(stored.Item), stored.Item.Length);
        Assert.Equal([1, 2, 3, 4], bytes.ToArray());
        stored.Dispose();

        Assert.Equal(new byte[4], bytes.ToArray());
        Assert.True(stored.IsErased);
        Assert.Null(stored.TryDecode());
        Assert.Throws<ObjectDisposedException>(stored.Decode);
        Assert.Throws<ObjectDisposedException>(() => stored.Item.Length);
    }

    [Fact]
    public void An_object_is_kept_in_the_newest_version_that_can_carry_it()
    {
        using var key = new SymmetricKey { KeyBlock = Block(KeyFormatType.Raw) };
        using StoredObject stored = StoredObject.From(key);
        Assert.Equal(KmipVersion.V2_1, stored.Version);
        using ManagedObject decoded = stored.Decode();
        Assert.Equal([7, 8, 9], decoded.FindKeyBlock()!.KeyValue!.Material!.Bytes!.Span.ToArray());
    }

    [Fact]
    public void A_format_that_later_versions_gave_up_is_kept_in_the_older_one()
    {
        using var key = new PublicKey { KeyBlock = Block(KeyFormatType.TransparentECDSAPublicKey) };
        using StoredObject stored = StoredObject.From(key);
        Assert.Equal(KmipVersion.V1_4, stored.Version);
        using ManagedObject decoded = stored.Decode();
        Assert.Equal(KeyFormatType.TransparentECDSAPublicKey, decoded.FindKeyBlock()!.KeyFormatType);
    }

    [Fact]
    public void Bytes_that_were_kept_elsewhere_decode_to_the_same_object()
    {
        using var key = new SymmetricKey { KeyBlock = Block(KeyFormatType.Raw) };
        using StoredObject stored = StoredObject.From(key);
        byte[] elsewhere = stored.Item.ToArray();
        using StoredObject again = StoredObject.FromBytes(elsewhere, stored.Version);
        Array.Clear(elsewhere);
        using ManagedObject decoded = again.Decode();
        Assert.IsType<SymmetricKey>(decoded);
    }

    [Fact]
    public void An_object_that_no_version_can_carry_is_refused_in_words_for_the_client()
    {
        // 2.x gave up this request type, 1.x has no objects of this type.
        using var request = new CertificateRequest { CertificateRequestType = CertificateRequestType.PGP, CertificateRequestValue = [1] };
        StoreException failure = Assert.Throws<StoreException>(() => StoredObject.From(request));
        Assert.Equal(StoreError.UnsupportedObject, failure.Error);
    }

    private static KeyBlock Block(KeyFormatType format) => new()
    {
        KeyFormatType = format,
        KeyValue = KeyValue.FromBytes([7, 8, 9]),
        CryptographicAlgorithm = CryptographicAlgorithm.AES,
        CryptographicLength = 24,
    };
}
