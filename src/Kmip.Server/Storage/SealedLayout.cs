using System.Buffers.Binary;
using Kmip.KeyProviders;
using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// Where things are in a sealed object: format (1), KMIP major and minor version of the encoding (1 byte each), length of the wrapped key (2,
/// big-endian), wrapped key, nonce (12), tag (16), encrypted content.
/// </summary>
internal readonly struct SealedLayout
{
    /// <summary>The bytes of the tag.</summary>
    public const int TagLength = 16;

    private const byte Format = 1;
    private const int HeaderLength = 5;
    private const int NonceLength = 12;

    private SealedLayout(KmipVersion version, int wrappedLength, int length)
    {
        Version = version;
        Length = length;
        Wrapped = HeaderLength..(HeaderLength + wrappedLength);
        Nonce = Wrapped.End..(Wrapped.End.Value + NonceLength);
        Tag = Nonce.End..(Nonce.End.Value + TagLength);
        Content = Tag.End..length;
    }

    /// <summary>The version whose encoding the content is.</summary>
    public KmipVersion Version { get; }

    /// <summary>The length of the whole.</summary>
    public int Length { get; }

    /// <summary>The wrapped data key.</summary>
    public Range Wrapped { get; }

    /// <summary>The nonce.</summary>
    public Range Nonce { get; }

    /// <summary>The authentication tag.</summary>
    public Range Tag { get; }

    /// <summary>The encrypted object.</summary>
    public Range Content { get; }

    /// <summary>What is authenticated beside the content.</summary>
    public Range Authenticated => 0..Wrapped.End.Value;

    /// <summary>The layout of an object that is to be sealed.</summary>
    public static SealedLayout ForNew(KmipVersion version, int wrappedLength, int contentLength) =>
        new(version, wrappedLength, HeaderLength + wrappedLength + NonceLength + TagLength + contentLength);

    /// <summary>The layout of sealed bytes; null where they are none.</summary>
    public static SealedLayout? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || bytes[0] != Format)
        {
            return null;
        }

        KmipVersion version = new(bytes[1], bytes[2]);
        int wrappedLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]);
        bool possible = version.IsSupported && wrappedLength is > 0 and <= KeyProviderLimits.MaximumWrappedLength
            && bytes.Length >= HeaderLength + wrappedLength + NonceLength + TagLength;
        return possible ? new SealedLayout(version, wrappedLength, bytes.Length) : null;
    }

    /// <summary>Writes what stands before the wrapped key.</summary>
    public void WriteHeader(Span<byte> bytes)
    {
        bytes[0] = Format;
        bytes[1] = (byte)Version.Major;
        bytes[2] = (byte)Version.Minor;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[3..], (ushort)(Wrapped.End.Value - Wrapped.Start.Value));
    }
}
