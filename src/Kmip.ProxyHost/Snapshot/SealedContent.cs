using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Kmip.Protocol;
using Kmip.Server;

namespace Kmip.ProxyHost.Snapshot;

/// <summary>
/// An object encrypted under a data key of its own: AES-256-GCM, bound to the identifier. Layout: nonce (12), ciphertext, tag (16). The plaintext is the
/// version of the encoding (two numbers of two bytes), three lengths of four bytes, the object's item, and its digest attributes as
/// <see cref="RecordedAttributes"/>: SHA-256 of a password must not stand in the clear, where anybody could try passwords against it.
/// </summary>
internal sealed class SealedContent : IDisposable
{
    /// <summary>What nonce and tag add.</summary>
    public const int Overhead = NonceLength + TagLength;

    /// <summary>The longest that is written or read; in base64 it fits a metadata file.</summary>
    public const int MaximumLength = 512 * 1024;

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 16;

    private SealedContent(StoredObject stored, AttributeList hidden)
    {
        Object = stored;
        Hidden = hidden;
    }

    /// <summary>The object.</summary>
    public StoredObject Object { get; }

    /// <summary>Attributes that tell of the content.</summary>
    public AttributeList Hidden { get; }

    /// <summary>Encrypts an object; null where it is longer than can be kept.</summary>
    public static byte[]? TrySeal(ReadOnlySpan<byte> dataKey, string keyId, StoredObject stored, RecordedAttributes hidden)
    {
        ReadOnlySpan<byte> hidden1x = hidden.Bytes1x ?? [];
        long length = HeaderLength + (long)stored.Item.Length + hidden.Bytes.Length + hidden1x.Length;
        if (length > MaximumLength - Overhead)
        {
            return null;
        }

        using SecretBuffer buffer = new((int)length);
        Span<byte> plaintext = buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(plaintext, (ushort)stored.Version.Major);
        BinaryPrimitives.WriteUInt16BigEndian(plaintext[2..], (ushort)stored.Version.Minor);
        BinaryPrimitives.WriteInt32BigEndian(plaintext[4..], stored.Item.Length);
        BinaryPrimitives.WriteInt32BigEndian(plaintext[8..], hidden.Bytes.Length);
        BinaryPrimitives.WriteInt32BigEndian(plaintext[12..], hidden1x.Length);
        stored.Item.CopyTo(plaintext[HeaderLength..]);
        hidden.Bytes.CopyTo(plaintext[(HeaderLength + stored.Item.Length)..]);
        hidden1x.CopyTo(plaintext[^hidden1x.Length..]);

        byte[] result = new byte[plaintext.Length + Overhead];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceLength));
        using AesGcm cipher = new(dataKey, TagLength);
        cipher.Encrypt(result.AsSpan(0, NonceLength), plaintext, result.AsSpan(NonceLength, plaintext.Length), result.AsSpan(NonceLength + plaintext.Length), BoundTo(keyId));
        return result;
    }

    /// <summary>Decrypts what <see cref="TrySeal"/> made; null where it was changed, belongs to another identifier or another data key.</summary>
    public static SealedContent? TryOpen(ReadOnlySpan<byte> dataKey, string path, string keyId, ReadOnlySpan<byte> content)
    {
        if (content.Length < Overhead + HeaderLength)
        {
            return null;
        }

        int length = content.Length - Overhead;
        using SecretBuffer plaintext = new(length);
        using AesGcm cipher = new(dataKey, TagLength);
        try
        {
            cipher.Decrypt(content[..NonceLength], content.Slice(NonceLength, length), content[(NonceLength + length)..], plaintext.Span, BoundTo(keyId));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        // Authentic, so written by us: a wrong length would be our own defect and throws.
        ReadOnlySpan<byte> bytes = plaintext.Span;
        KmipVersion version = new(BinaryPrimitives.ReadUInt16BigEndian(bytes), BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
        ReadOnlySpan<byte> item = bytes.Slice(HeaderLength, BinaryPrimitives.ReadInt32BigEndian(bytes[4..]));
        ReadOnlySpan<byte> hidden = bytes.Slice(HeaderLength + item.Length, BinaryPrimitives.ReadInt32BigEndian(bytes[8..]));
        ReadOnlySpan<byte> hidden1x = bytes[^BinaryPrimitives.ReadInt32BigEndian(bytes[12..])..];
        AttributeList attributes = RecordedAttributes.Decode(path, keyId, hidden.ToArray(), hidden1x.IsEmpty ? null : hidden1x.ToArray()).List;
        return new SealedContent(StoredObject.FromBytes(item, version), attributes);
    }

    /// <summary>Zeroes the object.</summary>
    public void Dispose() => Object.Dispose();

    private static byte[] BoundTo(string keyId) => Encoding.UTF8.GetBytes("kmip-proxy sealed object v1\0" + keyId);
}
