using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Kmip.KeyProviders.Http;

/// <summary>A body that may hold a key or credentials: its bytes are zeroed when it is disposed.</summary>
public sealed class ZeroedContent : ByteArrayContent
{
    private readonly byte[] _bytes;

    /// <summary>Takes the bytes over: they belong to this content from here on.</summary>
    /// <param name="bytes">The body.</param>
    /// <param name="contentType">Its media type; null: none is said.</param>
    public ZeroedContent(byte[] bytes, MediaTypeHeaderValue? contentType)
        : base(bytes)
    {
        _bytes = bytes;
        Headers.ContentType = contentType;
    }

    /// <summary>The bytes themselves, valid until this is disposed.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(_bytes);
        base.Dispose(disposing);
    }
}
