using System.Buffers.Binary;
using System.Security.Cryptography;
using Kmip.Ttlv;

namespace Kmip.Client;

/// <summary>
/// The bytes of one response. It grows with what arrives, so that a length alone reserves nothing, and is zeroed when it grows, when the
/// response is done with, and at the end: it may hold a key.
/// </summary>
internal sealed class ResponseBuffer(int maximumLength) : IDisposable
{
    private const int HeaderLength = 8;
    private const int FirstSize = 4 * 1024;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>True once a byte of the response has arrived.</summary>
    public bool HasBegun => _length > 0;

    /// <summary>The response, whole, with its header.</summary>
    public ReadOnlyMemory<byte> Message => _bytes.AsMemory(0, _length);

    /// <summary>Reads one message.</summary>
    /// <exception cref="KmipConnectionException">The header is wrong or announces too much.</exception>
    /// <exception cref="EndOfStreamException">The stream ended first.</exception>
    public async ValueTask ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        Clear();
        await FillAsync(stream, HeaderLength, cancellationToken).ConfigureAwait(false);
        int total = TotalLength();
        while (_length < total)
        {
            // At most twice what has arrived is reserved: a server must send the bytes that it announces.
            await FillAsync(stream, Math.Min(total, Math.Max(FirstSize, _length * 2)), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Zeroes the response.</summary>
    public void Clear()
    {
        CryptographicOperations.ZeroMemory(_bytes.AsSpan(0, _length));
        _length = 0;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        _bytes = [];
        _length = 0;
    }

    private async ValueTask FillAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        Reserve(length);
        while (_length < length)
        {
            int read = await stream.ReadAsync(_bytes.AsMemory(_length, length - _length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            _length += read;
        }
    }

    private void Reserve(int length)
    {
        if (length <= _bytes.Length)
        {
            return;
        }

        byte[] larger = GC.AllocateUninitializedArray<byte>(Math.Max(length, FirstSize), pinned: true);
        _bytes.AsSpan(0, _length).CopyTo(larger);
        CryptographicOperations.ZeroMemory(_bytes);
        _bytes = larger;
    }

    private int TotalLength()
    {
        uint tagAndType = BinaryPrimitives.ReadUInt32BigEndian(_bytes);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(4));
        if (tagAndType != (((uint)KmipTag.ResponseMessage << 8) | (uint)TtlvType.Structure) || length % 8 != 0 || length == 0)
        {
            throw new KmipConnectionException(
                KmipConnectionError.InvalidResponse, "What came back is not a KMIP response. Check that host and port are those of a KMIP server.");
        }

        return length <= (uint)(maximumLength - HeaderLength)
            ? (int)length + HeaderLength
            : throw new KmipConnectionException(
                KmipConnectionError.ResponseTooLarge,
                $"The server announces a response of {length} bytes; at most {maximumLength} are accepted ({nameof(KmipClientOptions.MaximumResponseSize)}).");
    }
}
